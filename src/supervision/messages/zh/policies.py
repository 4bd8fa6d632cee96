"""权限规则 (policies): sentences in Chinese, by code."""

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "access.masked": "{kind} 的字段 {field} 对您遮蔽，不能据此排序、分组，也不能查看含有它的历史。请向督察部门了解。",
    "access.act": "没有操作 {found}。操作写作“种类.事项”，如 finding.claimed；只问能否知悉时写 see，并写明记录。",
    "policy.invalid": "权限规则有 {count} 处错误，办公室没有打开。",
    "policy.toml": "不是有效的 TOML：{problem}。",
    "policy.file": "无法读取本地权限条款 {file}：{problem}。请核对 [access] lines。",
    "policy.role": "没有职务 {found}，可用：{known}。",
    "policy.kind": "没有记录种类 {found}，可用：{known}。",
    "policy.act": "没有与 {found} 相符的操作。请写 see，或如 finding.claimed、finding.*、*.corrected。",
    "policy.field": "字段 {found} 不能遮蔽，可以遮蔽的有：{known}。",
    "policy.code_twice": "条款代码 {code} 重复。请为每条写不同的代码。",
    "policy.empty": "{key} 不能为空。每条都要写明代码和中英文理由。",
    "policy.no_line": "没有代码为 {code} 的条款可以停用。请用 supervision access policy 核对代码。",
}
