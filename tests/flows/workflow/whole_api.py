"""The API as it is, for a process that starts often: nobody searches, so search is not warmed."""

from __future__ import annotations

import miniprogram_api.app

vars(miniprogram_api.app)["warm"] = lambda: None
app = miniprogram_api.app.app
