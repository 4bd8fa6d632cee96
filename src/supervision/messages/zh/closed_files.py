"""密卷、知悉申请、线索来源人 (closed files): sentences in Chinese, by code."""

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "access.mark_too_high": "密级“{found}”超出本系统允许的最高密级“{highest}”。请改在批准处理该密级的系统中办理，不要录入本系统。",
    "access.only_reads": "对此密卷的授权只供查阅所列记录，不能办理。请向保管人申请办理的授权。",
    "closed_file.same_person": "{officer} 不能独自完成“{step}”：须由另一人批准。请另请他人办理。",
    "closed_file.not_keeper": "{officer} 不是此密卷的保管人或批准人，不能进行“{step}”。请由保管人办理。",
    "closed_file.not_custodian": "{officer} 不是此密卷的保管人，不能移交。请由保管人办理。",
    "closed_file.ended": "此密卷已不在办理中（{state}），不能再增加内容。请另立密卷。",
    "closed_file.own_grant": "{officer} 不能为自己提请或决定授权。请由其他保管人办理。",
    "closed_file.granted": "{officer} 已有授权，或提请正待决定。需要改变时请先终止原授权。",
    "closed_file.grant_range": "授权的末日 {end} 早于首日 {begin}。请核对日期。",
    "closed_file.no_grant": "没有可以这样办理的第 {number} 号授权。请用 supervision file show 查看各授权的状态。",
    "closed_file.custody": "{officer} 已是此密卷的保管人或批准人，不能再接管。请移交给其他人。",
    "closed_file.not_admitted": "{officer} 没有对整卷的授权，不能接管。请先为其办理授权。",
    "closed_file.identity": "线索来源人身份的密卷不解除。请在事项的密卷中使用代号。",
    "access_request.own": "{officer} 不能决定自己的申请。请由另一位有权决定的人办理。",
    "access_request.decided": "此申请已有决定（{state}）。如有新的理由，请重新申请。",
    "access_request.no_grant": "没有已批准的授权与申请 {id} 相对应。请先在所涉密卷中由两人办理授权，并注明此申请。",
    "informer.not_here": "线索来源人只能登记在用途为“线索来源人身份”的密卷里。请用 --in-file 指明该密卷。",
    "work.outside_file": "在密卷 {file} 中只能写入该密卷的记录，不能变更 {id}。请不带 --in-file 办理，或用所属密卷办理。",
    "work.released": "{id} 属于已解除的密卷 {file}。请加 --in-file {file} 办理，日志仍记入该密卷。",
    "work.only_open": "{kind} 不入密卷。请不带 --in-file 办理。",
    "work.only_closed": "{kind} 只能在密卷中办理。请用 --in-file 指明密卷。",
    "journal.other_chain": "记录 {id} 的条目分在两条链上。日志可能被改动，请立即核验并报告。",
    "verify.closed": "密卷的日志链或记录受损。请由保管人用 --in-file 核验所保管的密卷。",
    "notify.closed.title": "{office}：有一件事项待您查看",
    "notify.closed.text": "有一件您有权知悉的事项有新情况，请到系统中查看。",
}
