-- 0002: interruptions and postponements of a measure are events with facts; the tables made for the same
-- were never written to.

DROP TABLE measure_interruption;
DROP TABLE measure_postponement;
