"""回避、替代核验、收到的督察文书 (recusal, substitutes, incoming measures): sentences in Chinese, by code."""

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "separation.recused": "{officer} 对 {kind} {id} 已回避或回避待决定（{recusal}），不能办理。请交由他人办理，或用 people hand-over 交接。",
    "separation.office_object": "督察部门、其负责人或检察长本身是对象，{officer} 不能进行 {step}。请由替代人 {substitute} 或上级院督察部门办理。",
    "separation.no_substitute": "督察部门、其负责人或检察长本身是对象，{officer} 不能进行 {step}。请在 [separation] 写明 substitute_for_office 及依据，或由上级院督察部门办理。",
    "recusal.not_own": "{author} 不能以 {officer} 的名义自行回避。请写明由谁申请（requested_by、requester），或由有权决定的人指令回避。",
    "recusal.requester": "请写明一名申请人：本院人员或院外人员，二者之一，且不是 {officer} 本人；自行回避和指令回避不写申请人。",
    "recusal.twice": "{officer} 对此记录已有待决定或有效的回避 {id}。请先办结或解除。",
    "recusal.attended": "{officer} 是被回避人，不得参加讨论。请核对出席人员。",
    "recusal.before": "日期 {on} 早于此前的行为 {day}。请核对。",
    "recusal.final": "回避 {id} 已复议一次，不再复议。",
    "recusal.too_late": "{on} 已超过申请复议的最后一日 {until}。",
}
