"""What people call events of cases (案件事件名称): those of the packaged profile; others by code."""

from __future__ import annotations

from supervision.cli.texts import Text

__all__ = ["event_name"]

_EVENTS = {
    "accepted": Text("受理", "accepted"),
    "archived": Text("归档", "archived"),
    "arrested": Text("逮捕", "arrested"),
    "assigned": Text("分案", "assigned"),
    "bailed": Text("取保候审", "bailed"),
    "decided": Text("审结", "decided"),
    "detained": Text("拘留", "detained"),
    "extended": Text("延长期限", "limit extended"),
    "family_told": Text("通知家属", "family told"),
    "file_read": Text("阅卷", "file read"),
    "flow_alarm": Text("案管预警", "alarm of case management"),
    "flow_notice": Text("案件流程监控通知书", "notice of flow monitoring"),
    "lawyer_ensured": Text("值班律师到场", "lawyer ensured"),
    "opinion_heard": Text("听取意见", "opinion heard"),
    "plea_signed": Text("签署具结书", "plea signed"),
    "published": Text("信息公开", "published"),
    "questioned": Text("讯问", "questioned"),
    "returned": Text("退回补充侦查", "returned for further investigation"),
    "returned_again": Text("补查重报", "sent up again"),
    "rights_told": Text("告知权利义务", "rights told"),
    "served": Text("文书送达", "served"),
    "served_person": Text("送达当事人", "served on the person"),
    "submitted": Text("呈批", "submitted for approval"),
    "transferred": Text("移送（提请）", "handed over by the investigators"),
    "victim_heard": Text("听取被害人意见", "victim heard"),
    "victim_told": Text("告知被害人", "victim told"),
}


def event_name(code: str, lang: str) -> str:
    """Return what people call an event; its code when the list has none."""
    return _EVENTS[code].of(lang) if code in _EVENTS else code
