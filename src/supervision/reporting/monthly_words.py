"""The sentences of the report to the chief (专报用语), as data, in both languages.

A zero is said in words: a sentence for none stands beside the one for some. No number stands in
a sentence; placeholders bring them.
"""

from __future__ import annotations

from collections.abc import Mapping

from supervision.domain.rules import Wording

__all__ = ["TEXTS"]


def _w(zh: str, en: str) -> Wording:
    return Wording(zh=zh, en=en)


TEXTS: Mapping[str, Wording] = {
    # 题头 · head
    "title": _w("检务督察专报", "Report on internal supervision"),
    "about": _w("{unit}　{period}", "{unit}, {period}"),
    "month": _w("{year}年{month}月", "{year}-{month:02}"),
    "day": _w("{year}年{month}月{day}日", "{year}-{month:02}-{day:02}"),
    "to": _w("报送：检察长", "To the chief procurator"),
    "as_of": _w(
        "各项数字由台账记录统计，截至{day}；不同台账的数字互有重叠，不能相加。",
        "All figures are counted from the registers as of {day}. Figures of different registers overlap and are never added.",
    ),
    "this_month": _w("本月", "this month"),
    "this": _w("本期", "this period"),
    "last_month": _w("上月", "last month"),
    "last": _w("上期", "the period before"),
    # 一 工作情况 · work
    "work": _w("一、工作情况", "1 Work"),
    "grown.some": _w("{this}新增{list}。", "New {this}: {list}."),
    "grown.each": _w("{title}{count}{unit}", "{title} {count} ({unit})"),
    "grown.none": _w("{this}未新增{list}。", "None {this}: {list}."),
    "grown.nothing": _w("{this}各台账均无新增记录。", "No register has grown {this}."),
    "grown.closed": _w("{this}办结、销号{list}。", "Closed {this}: {list}."),
    "grown.closed_none": _w("{this}没有办结的事项和销号的问题。", "Nothing was closed {this}."),
    "head.register": _w("台账", "Register"),
    "head.unit": _w("单位", "Unit"),
    "head.now": _w("{this}", "{period}"),
    "head.before": _w("{last}", "{period}"),
    "head.difference": _w("增减", "Change"),
    "head.change": _w("环比（%）", "Change (%)"),
    "head.year": _w("上年同期", "{period}"),
    "head.year_change": _w("同比（%）", "On the year (%)"),
    "head.count": _w("数量", "Count"),
    "total": _w("合计", "Total"),
    # 二 阶段分析 · analysis
    "analysis": _w("二、阶段分析", "2 Analysis"),
    "analysis.title": _w("（{number}）{register}：按{title}", "2.{number} {register} by {title}"),
    "analysis.none": _w(
        "{this}、{last}均无新增{register}。", "{register}: none new {this}, none {last}."
    ),
    "analysis.up": _w("比{last}上升：{list}{more}。", "Up on {last}: {list}{more}."),
    "analysis.down": _w("比{last}下降：{list}{more}。", "Down on {last}: {list}{more}."),
    "analysis.more": _w("等{count}项", " and others, {count} in all"),
    "analysis.level": _w("与{last}相同，各项均无增减。", "As {last}: nothing rose or fell."),
    "analysis.rise": _w("{label}（{by}{unit}）", "{label} ({by})"),
    # 三 存在问题 · problems
    "problems": _w("三、存在问题", "3 Problems"),
    "problems.open": _w("在办问题{count}件：{list}。", "{count} findings are open: {list}."),
    "problems.each": _w("{label}{count}件", "{label} {count}"),
    "problems.none": _w("没有在办的问题。", "No finding is open."),
    "problems.overdue": _w(
        "其中超过整改期限{count}件：{list}。", "{count} are past their day: {list}."
    ),
    "problems.overdue_none": _w("没有超过整改期限的问题。", "None is past its day."),
    "problems.unclaimed": _w("尚未认领{count}件。", "{count} are not claimed yet."),
    "problems.returned": _w(
        "曾被退回整改{count}件。", "What was submitted was returned for {count}."
    ),
    "problems.returned_none": _w(
        "没有被退回整改的问题。", "Nothing that was submitted had to be returned."
    ),
    "problems.perfunctory": _w(
        "认定敷衍整改{count}件。", "{count} were called perfunctorily put right."
    ),
    "problems.perfunctory_none": _w(
        "没有认定敷衍整改的问题。", "None was called perfunctorily put right."
    ),
    "problems.waived": _w("另有暂缓问题{count}件。", "{count} more are waived until a day."),
    "problems.items": _w("在办督察事项{count}项", "{count} items are under way"),
    "problems.items_overdue": _w(
        "，其中超过办结期限{count}项。", ", {count} of them past their day."
    ),
    "problems.items_in_time": _w("，没有超过办结期限的。", ", none of them past its day."),
    "problems.items_none": _w("没有在办的督察事项。", "No item is under way."),
    "problems.department": _w("{label}{count}件", "{label} {count}"),
    "overdue.title": _w("逾期时间最长的问题", "Longest overdue"),
    "overdue.finding": _w("问题", "Finding"),
    "overdue.department": _w("整改部门", "Department"),
    "overdue.due": _w("整改期限", "Due"),
    "overdue.days": _w("逾期天数", "Days"),
    "overdue.returns": _w("退回次数", "Returned"),
    "typical.title": _w("{this}典型问题", "Typical problems {this}"),
    "typical.none": _w("{this}没有已分类的问题。", "No finding {this} bears a problem code."),
    "typical.each": _w(
        "{label}：{count}件，涉及{departments}。如“{example}”（程度：{severity}）。",
        "{label}: {count}, in {departments}. Such as “{example}” ({severity}).",
    ),
    "typical.nowhere": _w("部门未明", "no department named"),
    # 四 意见建议 · proposals
    "proposals": _w("四、意见建议", "4 Measures and proposals"),
    "proposals.issued": _w(
        "{this}已签发督察措施{count}份：{list}。", "{count} measures were issued {this}: {list}."
    ),
    "proposals.each": _w("{label}{count}份", "{label} {count}"),
    "proposals.issued_none": _w("{this}未签发督察措施。", "No measure was issued {this}."),
    "proposals.hints": _w("台账数据提示，供研究：", "What the records suggest, for decision:"),
    "proposals.hints_none": _w(
        "台账数据没有需要提请研究的事项。", "The records suggest nothing for decision."
    ),
    "proposals.own": _w("检务督察部门建议：", "The office of supervision proposes:"),
    "proposals.own_none": _w(
        "检务督察部门{this}没有另提建议。", "The office of supervision proposes nothing more."
    ),
    "hint.overdue": _w(
        "督促{what}限期完成逾期问题的整改，共{count}件。",
        "Have {what} put right what is overdue, {count} in all.",
    ),
    "hint.perfunctory": _w(
        "对敷衍整改的{count}件问题提级督办。",
        "Follow up the {count} perfunctory cases at a higher level.",
    ),
    "hint.rising": _w(
        "“{what}”{this}{count}件，比{last}增加{more}件，上升最多，可列为下一步督察重点。",
        "“{what}” rose most: {count} {this}, {more} more than {last}. Make it a focus.",
    ),
    "hint.unanswered": _w(
        "催办{last}到期仍未反馈的督察措施，共{count}份。",
        "Press for an answer to the {count} measures due {last}.",
    ),
    "hint.unclaimed": _w(
        "督促认领尚未认领的问题，共{count}件。", "Have the {count} unclaimed findings claimed."
    ),
    "hint.items": _w(
        "督办超过办结期限的督察事项，共{count}项。", "Follow up the {count} overdue items."
    ),
    "hint.nobody": _w("责任部门", "the departments"),
    # 五 上月整改情况 · rectification
    "rectified": _w("五、{last}整改情况", "5 What became of {last}"),
    "rectified.some": _w(
        "{last}（{period}）应完成整改的问题{due}件：按期整改{in_time}，逾期整改{late}，尚未完成{open}；其中已销号{closed}。",
        "{due} findings had to be put right in {period}. In time: {in_time}; late: {late}; not yet: {open}; struck off: {closed}.",
    ),
    "rectified.none": _w(
        "{last}（{period}）没有到期应完成整改的问题。",
        "No finding had to be put right in {period}.",
    ),
    "rectified.rate": _w("按期整改率{rate}%。", "{rate} % in time."),
    "rectified.answers": _w(
        "{last}应反馈的督察措施{due}份：按期反馈{in_time}，逾期反馈{late}，尚未反馈{open}。",
        "{due} measures had to be answered. In time: {in_time}; late: {late}; not yet: {open}.",
    ),
    "rectified.answers_none": _w(
        "{last}没有到期应反馈的督察措施。", "No measure had to be answered then."
    ),
    "some": _w("{count}件", "{count}"),
    "copies": _w("{count}份", "{count}"),
    "none": _w("无", "none"),
    # 检查点 · checkpoint
    "checkpoint": _w("日志检查点", "Checkpoint of the journal"),
    "checkpoint.about": _w(
        "本专报依据日志第 {seq} 条以前（含）的记录。核验时附上这一行，可证明此前记录未被改动：",
        "Drawn up from the records up to entry {seq}. Given to a verification, this line proves them unchanged:",
    ),
    "comma": _w("、", ", "),
}
