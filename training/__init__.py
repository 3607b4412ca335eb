"""How `bot/classifier` learns: the material, the fit, the honest figures. Run by `make train`; no part of the bot."""
