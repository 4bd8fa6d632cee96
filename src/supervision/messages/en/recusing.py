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
}
