"""The database: everything that must outlive a restart."""
