-- 0012: what was recorded stays in more tables, and a row put in another's place is refused as well.

CREATE TRIGGER plan_withdrawn_stays BEFORE UPDATE ON plan_withdrawn BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER plan_withdrawn_kept BEFORE DELETE ON plan_withdrawn BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER decision_item_stays BEFORE UPDATE ON decision_item BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER decision_item_kept BEFORE DELETE ON decision_item BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER estimate_line_stays BEFORE UPDATE ON estimate_line BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER estimate_line_kept BEFORE DELETE ON estimate_line BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER fact_end_stays BEFORE UPDATE ON fact_end BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER fact_end_kept BEFORE DELETE ON fact_end BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER objection_stays BEFORE UPDATE ON objection BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER objection_kept BEFORE DELETE ON objection BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER plan_line_stays BEFORE UPDATE ON plan_line BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER plan_line_kept BEFORE DELETE ON plan_line BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER plan_reminder_withdrawn_stays BEFORE UPDATE ON plan_reminder_withdrawn BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER plan_reminder_withdrawn_kept BEFORE DELETE ON plan_reminder_withdrawn BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER visit_change_stays BEFORE UPDATE ON visit_change BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER visit_change_kept BEFORE DELETE ON visit_change BEGIN SELECT RAISE(ABORT, 'insert only'); END;

-- INSERT OR REPLACE would take the old row away without asking the triggers above.
CREATE TRIGGER clock_state_once BEFORE INSERT ON clock_state WHEN EXISTS (SELECT 1 FROM clock_state WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER decision_once BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM decision WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER decision_item_once BEFORE INSERT ON decision_item WHEN EXISTS (SELECT 1 FROM decision_item WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER document_once BEFORE INSERT ON document WHEN EXISTS (SELECT 1 FROM document WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER estimate_line_once BEFORE INSERT ON estimate_line WHEN EXISTS (SELECT 1 FROM estimate_line WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER event_once BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER fact_end_once BEFORE INSERT ON fact_end WHEN EXISTS (SELECT 1 FROM fact_end WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER journal_once BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_once BEFORE INSERT ON log WHEN EXISTS (SELECT 1 FROM log WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER objection_once BEFORE INSERT ON objection WHEN EXISTS (SELECT 1 FROM objection WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER plan_line_once BEFORE INSERT ON plan_line WHEN EXISTS (SELECT 1 FROM plan_line WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER plan_reminder_withdrawn_once BEFORE INSERT ON plan_reminder_withdrawn WHEN EXISTS (SELECT 1 FROM plan_reminder_withdrawn WHERE reminder_id = NEW.reminder_id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER visit_change_once BEFORE INSERT ON visit_change WHEN EXISTS (SELECT 1 FROM visit_change WHERE visit_id = NEW.visit_id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER plan_withdrawn_once BEFORE INSERT ON plan_withdrawn WHEN EXISTS (SELECT 1 FROM plan_withdrawn WHERE plan_id = NEW.plan_id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER performed_correction_once BEFORE INSERT ON performed_correction WHEN EXISTS (SELECT 1 FROM performed_correction WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER resident_contact_once BEFORE INSERT ON resident_contact WHEN EXISTS (SELECT 1 FROM resident_contact WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
