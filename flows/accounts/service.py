"""Sessions: open one for a guest or for somebody a platform proved, and keep what a guest began."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.sign_on.port import SignOnIdentity, SignOnPort
from adapters.wechat.port import WeChatPort
from flows.accounts import repository
from flows.accounts.errors import ChannelInvalid, SessionUnknown
from foundation.clock import LocalMoment, now
from foundation.crypto import blind_index, token_hash
from foundation.identifiers import ResidentId, mask_name
from foundation.models import User, UserAddress, UserSession, new_id
from foundation.settings import settings
from foundation.viewer import Viewer

Channel = Literal["guest", "miniprogram", "yueshengshi", "yueshangtong", "suihaoban"]
GUEST_NAME, WECHAT_NAME = "访客", "微信用户"
LEVEL_OF_A_CLERK = "L2"
"""四级 (实人): card, chip and face compared by a person. What the province's platform would call it
is not public; ours is enough to hand in, and no more (ADR 44)."""


class UserView(BaseModel):
    id: str
    kind: Literal["guest", "citizen", "enterprise"]
    display_name: str
    assurance_level: str


class SessionView(BaseModel):
    """`token` is given once, when the session is opened."""

    token: str | None = None
    expires_at: LocalMoment
    user: UserView


@dataclass(frozen=True, slots=True)
class Proof:
    """What a platform proved: a stable subject there, and the identity, if it gave one."""

    subject: str
    identity: SignOnIdentity | None = None
    platform: str | None = None
    address: str | None = None


async def prove(
    channel: Channel,
    code: str | None,
    redirect_uri: str | None,
    sign_on: SignOnPort,
    wechat: WeChatPort,
) -> Proof | None:
    """Ask the channel's platform who the code stands for; a guest needs no proof.

    Raises: ChannelInvalid when a needed field is missing; the port's own errors.
    """
    if channel == "guest":
        return None
    if not code:
        raise ChannelInvalid({"code": "缺少登录凭证，请重新从登录页进入"})
    if channel == "miniprogram":
        person = await wechat.sign_in(code)
        return Proof(
            f"wechat:{person.unionid or person.openid}", None, "wechat_miniprogram", person.openid
        )
    if not redirect_uri:
        raise ChannelInvalid({"redirect_uri": "缺少登录返回地址，请重新从登录页进入"})
    identity = await sign_on.exchange(code, redirect_uri)
    return Proof(f"sign_on:{identity.uid}", identity)


async def open_session(
    session: AsyncSession, channel: Channel, proof: Proof | None, current: Viewer | None
) -> SessionView:
    """Open a session; a guest who signs in hands over everything begun as a guest."""
    user = await (recognise(session, proof, current) if proof else _guest(session, current))
    token = secrets.token_urlsafe(32)
    expires_at = now() + timedelta(days=settings().session_days)
    session.add(
        UserSession(
            token_hash=token_hash(token), user_id=user.id, channel=channel, expires_at=expires_at
        )
    )
    return SessionView(token=token, expires_at=expires_at, user=show_user(user))


async def recognise(session: AsyncSession, proof: Proof, current: Viewer | None) -> User:
    """The proved user, to whom a guest of the moment hands over everything begun."""
    user = await _user_of(session, proof)
    if current and current.is_guest and current.user_id != user.id:
        await repository.hand_over(session, current.user_id, user.id)
    if proof.platform and proof.address:
        await _take_over_chat(session, user, proof.platform, proof.address)
    return user


async def viewer_of_token(session: AsyncSession, token: str) -> Viewer:
    """Who a bearer token stands for. Raises: SessionUnknown."""
    viewer = await repository.viewer_of_session(session, token_hash(token), now())
    if viewer is None:
        raise SessionUnknown
    return viewer


async def citizen_of(session: AsyncSession, id_number_index: str, channel: str) -> Viewer | None:
    """The citizen with this 公民身份号码 (its blind index), if there is one; among several
    accounts the best proved, then the newest."""
    found = await repository.citizens_by_number(session, id_number_index)
    return viewer_of(found[0], channel) if found else None


async def citizen_seen(session: AsyncSession, name: str, number: ResidentId) -> User:
    """The citizen whose face and card a member of staff compared; a stranger gets an account,
    which 统一身份认证 takes over when the same person signs in there (`_user_of`)."""
    index = blind_index(str(number))
    found = await repository.citizens_by_number(session, index)
    if found:
        return found[0]
    user = User(
        id=new_id(), subject=_subject_of_card(index), kind="citizen",
        display_name=mask_name(name), assurance_level=LEVEL_OF_A_CLERK, id_number_index=index,
        identity={"name": name, "id_number": str(number), "phone": ""},
    )  # fmt: skip
    session.add(user)
    await session.flush()
    return user


async def viewer_at_wechat(
    session: AsyncSession, openid: str, platform: str = "wechat_official"
) -> Viewer:
    """The user who writes to one of our accounts; a first message makes a guest of them."""
    user = await repository.user_at_address(session, platform, openid)
    if user is None:
        user = await _guest(session, None)
        session.add(UserAddress(user_id=user.id, platform=platform, address=openid))
        await session.flush()
    return viewer_of(user, platform)


async def meet_again(session: AsyncSession, openid: str, unionid: str) -> None:
    """The official account's chat is that of whoever WeChat knows by this unionid.

    The mini-program signs in by the same unionid, so one person finds one conversation in both.
    Two different signed-in users stay apart.
    """
    holder = await repository.user_at_address(session, "wechat_official", openid)
    assert holder is not None
    subject = f"wechat:{unionid}"
    known = await repository.user_by_subject(session, subject)
    if known is None and holder.subject is None:
        holder.subject, holder.display_name = subject, WECHAT_NAME
    elif known is None:
        session.add(User(subject=subject, kind="guest", merged_into=holder.id))
    elif known.id == holder.id:
        return
    elif holder.kind == "guest":
        await repository.hand_over(session, holder.id, known.id)
    elif known.kind == "guest":
        await repository.hand_over(session, known.id, holder.id)


async def close_session(session: AsyncSession, token: str) -> None:
    await repository.end_session(session, token_hash(token))


def viewer_of(user: User, channel: str) -> Viewer:
    return Viewer(user.id, user.kind, user.display_name, user.assurance_level, channel)


def show_user(user: User | Viewer) -> UserView:
    user_id = user.id if isinstance(user, User) else user.user_id
    return UserView.model_validate(
        {
            "id": user_id,
            "kind": user.kind,
            "display_name": user.display_name,
            "assurance_level": user.assurance_level,
        }
    )


async def _guest(session: AsyncSession, current: Viewer | None) -> User:
    if current and current.is_guest:
        kept = await session.get(User, current.user_id)
        if kept is not None:
            return kept
    guest = User(id=new_id(), kind="guest", display_name=GUEST_NAME, assurance_level="none")
    session.add(guest)
    await session.flush()
    return guest


async def _user_of(session: AsyncSession, proof: Proof) -> User:
    user = await repository.user_by_subject(session, proof.subject)
    if user is None and proof.identity and proof.identity.kind == "citizen":
        seen = _subject_of_card(blind_index(proof.identity.id_number))
        user = await repository.user_by_subject(session, seen)
        if user is not None:
            user.subject = proof.subject
    if user is None:
        user = User(
            id=new_id(),
            subject=proof.subject,
            kind="guest",
            display_name=WECHAT_NAME,
            assurance_level="none",
        )
        session.add(user)
    if proof.identity:
        _take_identity(user, proof.identity)
    await session.flush()
    return user


async def _take_over_chat(session: AsyncSession, user: User, platform: str, address: str) -> None:
    """The chat at a proved address is the user's, with what was said there before signing in."""
    holder = await repository.user_at_address(session, platform, address)
    if holder is None:
        session.add(UserAddress(user_id=user.id, platform=platform, address=address))
    elif holder.id != user.id and holder.kind == "guest":
        await repository.hand_over(session, holder.id, user.id)


def _subject_of_card(id_number_index: str) -> str:
    return f"id_card:{id_number_index}"


def _take_identity(user: User, identity: SignOnIdentity) -> None:
    """What the platform says now replaces what it said before."""
    facts: dict[str, Any] = {
        "name": identity.name,
        "id_number": identity.id_number,
        "phone": identity.phone,
    }
    user.kind = identity.kind
    user.assurance_level = str(identity.assurance_level)
    user.id_number_index = blind_index(identity.id_number)
    user.display_name = mask_name(identity.name)
    if identity.kind == "enterprise":
        facts |= {
            "enterprise_name": identity.enterprise_name,
            "credit_code": identity.credit_code,
            "legal_person_name": identity.legal_person,
        }
        user.display_name = identity.enterprise_name
        user.id_number_index = blind_index(identity.credit_code)
    user.identity = {name: value for name, value in facts.items() if value}
