"""Accounts and the three officers (账号与三员): sentences in English, by code."""

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "account.exists": "There is an account with the login {login}. Choose another login, or act on that account.",
    "account.login": "The login {found} is not valid: begin with a letter or digit, use letters, digits and . _ - only, 64 characters at most.",
    "account.own": "{officer} cannot take the step {step} on an account of his own. Ask another administrator.",
    "account.same_person": "What {officer} has proposed is confirmed by somebody else. Ask another security administrator.",
    "account.grants": "An account brings a post of one of the three officers ({known}) only, not {found}, and a service account none. Enter other posts with people post.",
    "account.scope": "The scope “{found}” is not valid: a service account names kinds (finding) or acts (finding.opened), an officer's account none.",
    "account.scope_of_officers": "{found} is the administration of accounts and people and is not done by programs. Take it out of the scope.",
    "account.scope_wider": "{found} lies outside what was confirmed for the account ({known}). Narrow it, or propose another account.",
    "account.no_post": "{officer} holds no post on that day and gets no account. Enter the post first.",
    "account.service": "{login} is a service account and has no password. Issue a key.",
    "account.not_service": "{login} is no service account and gets no key. Propose a service account for the program.",
    "account.key_range": "The key's last day {until} is before today, {today}. Name a later day.",
    "account.no_key": "The account {login} has no key {key} in use. Look at account show.",
    "account.founded": "The first three officers are appointed already (account {login}). From then on the system administrator proposes and the security administrator confirms.",
    "account.three_different": "The first three officers are three different persons, one for each of the three posts. Check the list.",
    "account.no_credentials": "No identity source that gives out passwords and keys is switched on. Switch one on under [access.identities], such as local of identity-local.",
    "access.identity_needed": "To say who one is ({user}) is not enough here; it has to be proven. Use login and password or the key of a service; a host application shows its claim.",
    "access.account_closed": "The account of {officer} is not confirmed, locked or disabled, or its key is revoked. Ask the security administrator.",
    "officer.three_officers": "Nobody is {role} and {held} (since {since}) at the same time: {basis}. Appoint somebody else, or enter the end of the other post first.",
    "officer.two_persons": "Nobody makes a {role} alone. The system administrator proposes with account add --grants, the security administrator confirms with account confirm; the first three come with init --officers.",
    "identity.denied": "Login, password or key is wrong, or the account is locked out for a while. Check them; for a forgotten password ask the system administrator, for a lock-out the security administrator.",
    "identity.password_change": "The password of {login} has to be changed first: it was given out, or is too old. Use account password.",
    "identity.password_rule": "The password does not fit the rule ({basis}): at least {length} characters, at least {classes} of small letters, capital letters, digits and others, and not the login. Choose another.",
    "identity.password_again": "The password is the present one or one of the last {history} ({basis}). Choose another.",
    "identity.setting": "{key} = {found} in [access.identities.local] cannot be: it is {lowest} at least, and classes 4 at most. Put it right.",
    "identity.basis": "[access.identities.local] has to name the rule the numbers come from as basis, such as the unit's own rule for information security.",
    "identity.file": "The file of users {path} cannot be used: {problem}. Check path and permissions.",
    "identity.file_open": "Other users may read or write the file of users {path}. Restrict it to its owner (chmod 600).",
}
