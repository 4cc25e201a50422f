"""Every setting of the application; the only reader of the environment (see docs/settings.md)."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read once from the environment; names are the upper-case field names."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True)

    demo: bool = False
    data_dir: Path = Path(".data")
    database_url: str = ""
    redis_url: str = "redis://127.0.0.1:6379/0"
    secret_key: SecretStr = SecretStr("")
    secret_key_file: Path | None = None
    public_url: str = "http://127.0.0.1:8000"
    hall_public_url: str = "http://127.0.0.1:8001"
    offline_page_url: str = "http://127.0.0.1:8770/"
    demo_authenticator_url: str = "http://127.0.0.1:8002/authenticator"
    web_dir: Path = Path("web")
    log_level: str = "INFO"

    audit_key: SecretStr = SecretStr("")
    audit_dir: Path | None = None
    audit_kept_days: int = Field(default=365, ge=184)

    bot_url: str = "http://127.0.0.1:8005"
    bot_timeout_seconds: float = 4.0
    action_token: SecretStr = SecretStr("")
    outside_timeout_seconds: float = 5.0

    home_region: str = Field(default="440106", pattern=r"^[0-9]{6}$")

    session_days: int = 7
    staff_session_minutes: int = 30
    staff_password_days: int = 90
    staff_enrol_hours: int = 24
    upload_max_bytes: int = 20 * 1024 * 1024
    request_max_bytes: int = 64 * 1024
    chat_text_max: int = 1000
    content_stale_days: int = 365
    file_store: str = Field(default="", pattern=r"^(s3://.+)?$")
    file_store_access_key: SecretStr = SecretStr("")
    file_store_secret_key: SecretStr = SecretStr("")
    clamav_url: str = Field(default="", pattern=r"^((tcp|unix)://.+)?$")
    ocr_processes: int = 2

    handoff_hours: str = Field(
        default="09:00-12:00,13:00-17:00",
        pattern=r"^\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*$",
    )
    handoff_every_day: bool = False
    handoff_capacity: int = Field(default=3, ge=1)
    handoff_wait_minutes: int = 10
    handoff_lapse_hours: int = 24
    counter_handoff_code_seconds: int = Field(default=120, ge=30, le=600)
    counter_handoff_idle_minutes: int = Field(default=15, ge=2, le=240)
    video_ice_servers: list[dict[str, str]] = Field(default_factory=list)

    wechat_base_url: str = "https://api.weixin.qq.com"
    wechat_official_appid: str = ""
    wechat_official_secret: SecretStr = SecretStr("")
    wechat_official_token: SecretStr = SecretStr("")
    wechat_official_aes_key: SecretStr = SecretStr("")
    wechat_miniprogram_appid: str = ""
    wechat_miniprogram_secret: SecretStr = SecretStr("")
    wechat_miniprogram_token: SecretStr = SecretStr("")
    wechat_miniprogram_aes_key: SecretStr = SecretStr("")
    wechat_link_check_files: dict[str, str] = Field(default_factory=dict)
    wechat_subscribe_template_case: str = ""
    wechat_subscribe_template_queue: str = ""

    sign_on_base_url: str = ""
    sign_on_public_url: str = ""
    sign_on_client_id: str = ""
    sign_on_client_secret: SecretStr = SecretStr("")
    sign_on_redirect_prefixes: list[str] = Field(default_factory=list)

    licences_url: str = ""
    licences_public_url: str = ""
    licences_app_key: str = ""
    licences_app_secret: SecretStr = SecretStr("")
    licences_account: str = ""
    licences_password: SecretStr = SecretStr("")
    licences_org_code: str = ""
    licences_grant_days: int = Field(default=30, ge=1, le=365)

    eseal_url: str = ""
    eseal_app_id: str = ""
    eseal_app_secret: SecretStr = SecretStr("")
    eseal_ca_file: Path | None = None

    mail_url: SecretStr = SecretStr("")
    mail_from: str = "天河智慧政务 <noreply@tianhe.example>"

    publicity_url: str = ""
    publicity_app_id: str = ""
    publicity_app_secret: SecretStr = SecretStr("")

    credit_url: str = ""
    credit_app_id: str = ""
    credit_app_secret: SecretStr = SecretStr("")

    rating_verify_days: int = Field(default=1, ge=1, le=30)
    rating_rectify_days: int = Field(default=5, ge=1, le=60)
    rating_revisit_days: int = Field(default=3, ge=1, le=30)

    export_rows: int = Field(default=200_000, ge=1, le=2_000_000)
    export_hours: int = Field(default=24, ge=1, le=168)

    @property
    def seal_certificates(self) -> Path:
        """The certificates seals must lead back to; by default those of the simulator."""
        return self.eseal_ca_file or self.data_dir / "eseal" / "ca.pem"

    @property
    def audit_place(self) -> Path:
        """Where sealed heads and archives of the audit chain lie, outside the database."""
        return self.audit_dir or self.data_dir / "audit"

    @property
    def database(self) -> str:
        """The async SQLAlchemy URL: SQLite in `data_dir` unless `DATABASE_URL` chooses a server."""
        if not self.database_url:
            return f"sqlite+inline:///{self.data_dir.resolve() / 'app.db'}"
        scheme, _, rest = self.database_url.partition("://")
        plain = {
            "postgres": "postgresql+asyncpg",
            "postgresql": "postgresql+asyncpg",
            "sqlite": "sqlite+inline",
        }
        return f"{plain.get(scheme, scheme)}://{rest}"

    def key(self) -> bytes:
        """The master secret, from `SECRET_KEY` or the file `SECRET_KEY_FILE`.

        The embedded database has one of its own beside it, made at first need.
        Raises: RuntimeError when there is none of at least 32 characters.
        """
        secret = self.secret_key.get_secret_value()
        file = self.secret_key_file or (None if self.database_url else self._own_key_file())
        if not secret and file and file.is_file():
            secret = file.read_text("utf-8").strip()
        if len(secret) < 32:
            raise RuntimeError("请设置 SECRET_KEY（或 SECRET_KEY_FILE），至少32个字符")
        return secret.encode()

    def _own_key_file(self) -> Path:
        """`secret.key` in `DATA_DIR`, readable by its owner only."""
        path = self.data_dir / "secret.key"
        with suppress(FileExistsError):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as made:
                made.write(secrets.token_urlsafe(48))
        return path


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
