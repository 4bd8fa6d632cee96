"""账号与三员 (accounts, the three officers): sentences in Chinese, by code."""

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "account.exists": "登录名 {login} 已有账号。请另取登录名，或办理原账号。",
    "account.login": "登录名 {found} 不合规则：以字母或数字开头，只用字母、数字和 . _ -，不超过 64 个字符。",
    "account.own": "{officer} 不能为自己的账号进行 {step}。请由另一名管理员办理。",
    "account.same_person": "{officer} 提出的账号须由另一人确认。请由安全保密管理员中的另一人确认。",
    "account.grants": "账号只能带来三员之一的职务（{known}），不能是 {found}；服务账号不带职务。其他职务请用 people post 登记。",
    "account.scope": "密钥范围“{found}”不对：服务账号须写明记录种类（如 finding）或操作（如 finding.opened），人员账号没有范围。",
    "account.scope_of_officers": "{found} 是账号与人员管理，不能交给程序。请从范围中去掉。",
    "account.scope_wider": "{found} 超出账号已确认的范围（{known}）。请缩小范围，或另提账号。",
    "account.no_post": "{officer} 当日没有任职，不能开立账号。请先登记职务。",
    "account.service": "{login} 是服务账号，没有口令。请签发密钥。",
    "account.not_service": "{login} 不是服务账号，不能签发密钥。请为程序另提服务账号。",
    "account.key_range": "密钥的末日 {until} 早于今天 {today}。请写以后的日期。",
    "account.no_key": "账号 {login} 没有在用的密钥 {key}。请用 account show 核对。",
    "account.founded": "三员已初次任命（账号 {login}），不能再次任命。以后的任免由系统管理员提出、安全保密管理员确认。",
    "account.three_different": "首任三员须是三名不同的人员，系统管理员、安全保密管理员、安全审计员各一名。请核对名单。",
    "account.no_credentials": "没有启用发放口令和密钥的身份来源。请在 [access.identities] 中启用，例如 identity-local 的 local。",
    "access.identity_needed": "只写明是谁（{user}）不够，须证明身份。请用登录名和口令，或服务密钥；由宿主系统调用的，请出示其身份声明。",
    "access.account_closed": "{officer} 的账号未启用、已锁定或已停用，密钥已吊销的也是如此。请联系安全保密管理员。",
    "officer.three_officers": "{role} 与 {held}（自 {since}）不得由一人同时担任：{basis}。请另派人员，或先登记离任。",
    "officer.two_persons": "{role} 不能由一人直接任命。请由系统管理员用 account add --grants 提出，安全保密管理员用 account confirm 确认；首任三员用 init --officers。",
    "identity.denied": "登录名、口令或密钥不对，或账号暂时锁定。请核对；忘记口令请找系统管理员，锁定请找安全保密管理员。",
    "identity.password_change": "{login} 的口令须先更改：一次性口令，或已超过更改期限。请用 account password 更改。",
    "identity.password_rule": "口令不合规则（{basis}）：至少 {length} 个字符，小写字母、大写字母、数字、其他字符中至少 {classes} 类，不含登录名。请另设口令。",
    "identity.password_again": "口令与现用或最近 {history} 个口令相同（{basis}）。请另设口令。",
    "identity.setting": "[access.identities.local] 的 {key} = {found} 不对：不小于 {lowest}；classes 不大于 4。请改正。",
    "identity.basis": "[access.identities.local] 须写明口令规则的依据 basis，例如本院的信息安全管理规定。",
    "identity.file": "账号文件 {path} 不能使用：{problem}。请检查路径和权限。",
    "identity.file_open": "账号文件 {path} 允许其他用户访问。请改为仅属主可读写（chmod 600）。",
}
