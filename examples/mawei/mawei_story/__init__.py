"""The story of the reference office (示范院的故事).

Every act is done by the officer whom it belongs to, on a day of its own, with the functions of
daily work. Each chapter first asks the office what is left to do: a second run finds everything
done, and a run that was broken off goes on where it stopped.
"""
