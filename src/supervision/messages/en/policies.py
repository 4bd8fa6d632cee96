"""权限规则 (policies): sentences in English, by code."""

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "access.masked": "The field {field} of {kind} is masked for you; no order, group or history is made of it. Ask the supervision office.",
    "access.act": "There is no act {found}. Write it as kind.happening, such as finding.claimed; write see, with the record, to ask whether it may be known of.",
    "policy.invalid": "The policy has {count} faults; the office was not opened.",
    "policy.toml": "This is not valid TOML: {problem}.",
    "policy.file": "The local lines {file} cannot be read: {problem}. Check [access] lines.",
    "policy.role": "There is no role {found}; choose from: {known}.",
    "policy.kind": "There is no kind of record {found}; choose from: {known}.",
    "policy.act": "No act is meant by {found}. Write see, or the like of finding.claimed, finding.*, *.corrected.",
    "policy.field": "The field {found} cannot be masked; these can: {known}.",
    "policy.code_twice": "The code {code} stands twice. Give every line a code of its own.",
    "policy.empty": "{key} is empty. Every line needs a code and its reason in Chinese and English.",
    "policy.no_line": "There is no line {code} to switch off. See the codes with supervision access policy.",
}
