"""Recusal, substitutes, incoming measures (回避、替代核验、收到的督察文书): sentences in English, by code."""

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "separation.recused": "{officer} keeps out of {kind} {id}, or that is not decided yet ({recusal}). Let somebody else act, or hand the work over with people hand-over.",
    "separation.office_object": "The office, its head or the chief is the object: {officer} cannot take {step}. Let the substitute {substitute} or the superior unit's office do it.",
    "separation.no_substitute": "The office, its head or the chief is the object: {officer} cannot take {step}. Name substitute_for_office with its basis in [separation], or let the superior unit's office do it.",
    "recusal.not_own": "{author} cannot recuse {officer} in that person's own name. Say who requests it (requested_by, requester), or let whoever decides order it.",
    "recusal.requester": "Name one requester, an officer or a person from outside, who is not {officer}; a recusal of one's own accord or ordered has none.",
    "recusal.twice": "{officer} already has a recusal from this record that waits or is in force, {id}. Decide or end it first.",
    "recusal.attended": "{officer} is the person to be recused and must be absent. Check who attended.",
    "recusal.before": "The day {on} lies before the act of {day}. Check it.",
    "recusal.final": "Recusal {id} was reconsidered once; that is final.",
    "recusal.too_late": "{on} lies after {until}, the last day to ask for reconsideration.",
    "measure.unit_recipient": "A measure to another unit names only that unit, not its own, no department or person, and no rung towards persons ({rung}, {unit}).",
    "measure.reroute_unit": "A measure to the unit {unit} cannot be passed on. Void it and issue another.",
    "measure.unit_unrelated": "{other} is neither above nor below {unit}; no measure can go there.",
    "incoming.before": "The day {on} lies before the service on {day}. Check it.",
    "incoming.claimed": "Department {department} has claimed it.",
    "incoming.not_of_department": "{officer} does not serve in department {department} that day and cannot claim for it.",
    "notify.incoming_measure.served.title": "{office}: a measure of another unit arrived",
    "notify.incoming_measure.served.text": "{record} has arrived. Please sign for it.",
    "notify.incoming_measure.returned.title": "{office}: an answer was returned",
    "notify.incoming_measure.returned.text": "The issuer returned the answer to {record}. Please answer again.",
    "notify.incoming_measure.accepted.title": "{office}: an answer was accepted",
    "notify.incoming_measure.accepted.text": "The issuer accepted the answer to {record}.",
    "notify.incoming_measure.closed.title": "{office}: a measure was closed",
    "notify.incoming_measure.closed.text": "The issuer closed {record}.",
    "notify.incoming_measure.voided.title": "{office}: a measure was withdrawn",
    "notify.incoming_measure.voided.text": "The issuer voided {record}.",
    "notify.measure.answered_by_unit.title": "{office}: another unit has answered",
    "notify.measure.answered_by_unit.text": "The unit it went to has answered {record}. Please judge the answer.",
}
