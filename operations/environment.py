"""The environment every process of a run is given, and the demonstration credentials."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from operations.place import API, BOT, HALL_BRIDGE, MAIL, OFFLINE, SIMULATORS, Place

MARKER = "TIANHE_RUN"
"""Carried by every process of a run; its value is the run's DATA_DIR (see leftovers.py)."""

DEMONSTRATION = {
    "DEMO": "1",
    "WECHAT_OFFICIAL_APPID": "wx_demo_official",
    "WECHAT_OFFICIAL_SECRET": "demo-official-secret",
    "WECHAT_OFFICIAL_TOKEN": "demoOfficialToken",
    "WECHAT_OFFICIAL_AES_KEY": "tianheDemoOfficialAccountAesKeyForTrials010",
    "WECHAT_MINIPROGRAM_APPID": "wx_demo_miniprogram",
    "WECHAT_MINIPROGRAM_SECRET": "demo-miniprogram-secret",
    "WECHAT_MINIPROGRAM_TOKEN": "demoMiniprogramToken",
    "WECHAT_MINIPROGRAM_AES_KEY": "tianheDemoMiniProgramAesKeyForTrialsOnly010",
    "WECHAT_SUBSCRIBE_TEMPLATE_CASE": "demo-template-case-progress",
    "WECHAT_SUBSCRIBE_TEMPLATE_QUEUE": "demo-template-queue-turn",
    "HANDOFF_HOURS": "00:00-24:00",
    "HANDOFF_EVERY_DAY": "1",
    "SIGN_ON_CLIENT_ID": "tianhe-demo",
    "SIGN_ON_CLIENT_SECRET": "demo-sign-on-secret",
    "LICENCES_APP_KEY": "tianhe-demo",
    "LICENCES_APP_SECRET": "demo-licences-secret",
    "LICENCES_ACCOUNT": "tianhe-demo",
    "LICENCES_PASSWORD": "demo-licences-password",
    "LICENCES_ORG_CODE": "11440106007519140X",
    "ESEAL_APP_ID": "tianhe-demo",
    "ESEAL_APP_SECRET": "demo-eseal-secret",
    "PUBLICITY_APP_ID": "tianhe-demo",
    "PUBLICITY_APP_SECRET": "demo-publicity-secret",
    "CREDIT_APP_ID": "tianhe-demo",
    "CREDIT_APP_SECRET": "demo-credit-secret",
}
"""Credentials the simulators accept, which open nothing outside this machine; and people at the
desk at any hour, so that a trial in the evening meets them."""

_ONE_THREAD = {
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
}


def child_environment(place: Place, inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What each process of the run sees. `inherited` wins over defaults, the place over both.

    Creates the secret key and the action token in the data directory when they are missing.
    """
    defaults = {
        **DEMONSTRATION,
        "SECRET_KEY_FILE": str(secret_file(place.data_dir / "secret.key")),
        "ACTION_TOKEN": secret_file(place.data_dir / "action.token").read_text().strip(),
        "BOT_URL": place.url(BOT),
        "ACTION_URL": f"{place.url(API)}/internal/rasa/webhook",
        "PUBLIC_URL": place.url(API),
        "HALL_PUBLIC_URL": place.url(HALL_BRIDGE),
        "OFFLINE_PAGE_URL": f"{place.url(OFFLINE)}/",
        "DEMO_AUTHENTICATOR_URL": f"{place.url(SIMULATORS)}/authenticator",
        "WECHAT_BASE_URL": f"{place.url(SIMULATORS)}/wechat-api",
        "SIGN_ON_BASE_URL": f"{place.url(SIMULATORS)}/sign-on",
        "SIGN_ON_PUBLIC_URL": f"{place.url(SIMULATORS)}/sign-on",
        "LICENCES_URL": f"{place.url(SIMULATORS)}/licences",
        "LICENCES_PUBLIC_URL": f"{place.url(SIMULATORS)}/licences",
        "ESEAL_URL": f"{place.url(SIMULATORS)}/eseal",
        "MAIL_URL": place.url(MAIL).replace("http://", "smtp://"),
        "PUBLICITY_URL": f"{place.url(SIMULATORS)}/publicity",
        "CREDIT_URL": f"{place.url(SIMULATORS)}/credit",
    }
    fixed = {
        MARKER: str(place.data_dir),
        "PORT_BASE": str(place.port_base),
        "DATA_DIR": str(place.data_dir),
        "DATABASE_URL": place.database,
        "REDIS_URL": place.redis,
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # compiling Rasa anew at each start costs half a minute
        **_ONE_THREAD,
    }
    return {**defaults, **inherited, **fixed}


def secret_file(path: Path) -> Path:
    """The file holding a secret of this run, made on first use, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path
