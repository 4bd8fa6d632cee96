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
    "measure.unit_recipient": "发往他院的措施只写收件院，不写部门和人员，不能发往本院，也不能用对人的措施（{rung}，{unit}）。",
    "measure.reroute_unit": "发往他院 {unit} 的措施不能转交。请作废后另行签发。",
    "measure.unit_unrelated": "{other} 不是 {unit} 的上级院或下级院，不能向其发出措施。",
    "incoming.before": "日期 {on} 早于送达日期 {day}。请核对。",
    "incoming.claimed": "部门 {department} 已认领。",
    "incoming.not_of_department": "{officer} 当日不在部门 {department} 任职，不能代其认领。",
    "notify.incoming_measure.served.title": "{office}：收到他院的督察文书",
    "notify.incoming_measure.served.text": "{record} 已送达本院，请签收。",
    "notify.incoming_measure.returned.title": "{office}：答复被退回",
    "notify.incoming_measure.returned.text": "{record} 的答复被发文院退回，请重新答复。",
    "notify.incoming_measure.accepted.title": "{office}：答复已采纳",
    "notify.incoming_measure.accepted.text": "{record} 的答复已被发文院采纳。",
    "notify.incoming_measure.closed.title": "{office}：督察文书已销号",
    "notify.incoming_measure.closed.text": "{record} 已由发文院销号。",
    "notify.incoming_measure.voided.title": "{office}：督察文书已撤回",
    "notify.incoming_measure.voided.text": "{record} 已由发文院作废。",
    "notify.measure.answered_by_unit.title": "{office}：他院已答复",
    "notify.measure.answered_by_unit.text": "{record} 已由收件院答复，请核验。",
}
