"""What is asked, what a thread is about, and what is answered: values that know no language and do no work."""
