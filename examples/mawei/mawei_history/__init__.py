"""Two years of the reference office (参考单位两年台账), January 2020 to January 2022.

The seed office has published what it did in these two years. Here the same is done once more
with invented persons, cases and words, by the functions of daily work alone, so that every
published figure can be counted from records. `plan` says what is done, one module each tells
how a kind of work goes, `build` lets it happen, and `published` counts.
"""
