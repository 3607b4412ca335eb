// The page's script. Without it the page can be read; with it, it is alive.

import * as actions from "./actions.js";
import * as composer from "./composer.js";
import * as dialogs from "./dialogs.js";
import * as live from "./live.js";
import * as panes from "./panes.js";
import * as share from "./share.js";

for (const part of [panes, composer, share, actions, dialogs, live]) part.start();
