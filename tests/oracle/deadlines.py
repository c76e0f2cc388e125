#!/usr/bin/env python3
"""The clocks of Swedish social services, counted a second time.

Written from the rules in words and from the statutes, without a look at the program that it judges: days are
numbers here, Easter is Gauss's, months are counted on a list of their lengths. For each day from 2024 to 2040 one
line a clock: the day it starts, the rule, the last day, and for K10 also the day to begin.
"""

import sys

FIRST, LAST = 2024, 2040


def leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def length(year, month):
    return (31, 29 if leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def number(year, month, day):
    """Days since 1 March of the year 0 (Monday is 2 modulo 7)."""
    year, month = (year - 1, month + 9) if month < 3 else (year, month - 3)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 1


def parts(wanted):
    year = wanted // 366
    while number(year + 1, 1, 1) <= wanted:
        year += 1
    month = 1
    while month < 12 and number(year, month + 1, 1) <= wanted:
        month += 1
    return year, month, wanted - number(year, month, 1) + 1


def weekday(day):
    """0 is Monday."""
    return (day + 2) % 7


def easter(year):
    """Gauss's rule, with its two exceptions."""
    a, b, c = year % 19, year % 4, year % 7
    century = year // 100
    m = (15 - (13 + 8 * century) // 25 + century - century // 4) % 30
    n = (4 + century - century // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    after = 22 + d + e
    if d == 29 and e == 6:
        after = 50
    elif d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        after = 49
    return number(year, 3, 1) + after - 1


def saturday_from(day):
    while weekday(day) != 5:
        day += 1
    return day


def free_days(year):
    """Holidays by lag (1989:253), and the three eves of lag (1930:173) 2 §."""
    sunday = easter(year)
    midsummer = saturday_from(number(year, 6, 20))
    return {
        number(year, 1, 1),
        number(year, 1, 6),
        sunday - 2,
        sunday,
        sunday + 1,
        number(year, 5, 1),
        sunday + 39,
        sunday + 49,
        number(year, 6, 6),
        midsummer - 1,
        midsummer,
        saturday_from(number(year, 10, 31)),
        number(year, 12, 24),
        number(year, 12, 25),
        number(year, 12, 26),
        number(year, 12, 31),
    }


FREE = set().union(*(free_days(year) for year in range(FIRST - 1, LAST + 8)))


def works(day):
    return weekday(day) < 5 and day not in FREE


def next_working(day):
    while not works(day):
        day += 1
    return day


def working_days_after(day, count):
    while count:
        day += 1
        count -= works(day)
    return day


def months_after(day, count):
    """The same day of the month, or the month's last where it has no such day: lag (1930:173) 1 §."""
    year, month, date = parts(day)
    month += count
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return number(year, month, min(date, length(year, month)))


def clocks(day):
    """Rule and last day of each clock that something on the day starts."""
    yield "K1a", day + 7
    yield "K1b", day + 7
    yield "K1a+paus", day + 7 + 5
    yield "K2", day + 14
    yield "K3", months_after(day, 1)
    yield "K4", day + 7
    yield "K4+svarsdag", day + 11
    yield "K5", working_days_after(day, 1)
    yield "K6", next_working(day + 21)
    yield "K6b", day + 7
    yield "K6c", day + 7
    yield "K7", day + 15
    yield "K8", months_after(day, 2)
    yield "K8+tak", min(months_after(day, 2), day + 60)
    yield "K9", months_after(day, 12)
    yield "K10", day
    yield "K11", months_after(day, 3)
    yield "K12", day + 14
    yield "K13", day + 3
    yield "K13+eftermiddag", day + 4
    yield "K14", months_after(day, 6)
    yield "K14b", next_working(day + 28)
    year = parts(months_after(day, 60))[0]
    yield "K15", number(year + 1, 12, 31)


def written(day):
    return "%04d-%02d-%02d" % parts(day)


def main():
    for day in range(number(FIRST, 1, 1), number(LAST, 12, 31) + 1):
        for rule, due in clocks(day):
            begin = " " + written(day - 42) if rule == "K10" else ""
            sys.stdout.write(f"{written(day)} {rule} {written(due)}{begin}\n")


if __name__ == "__main__":
    main()
