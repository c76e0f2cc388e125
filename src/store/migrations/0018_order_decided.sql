-- 0018: an order knows the hours that stood decided when it was signed, so that it is seen when others are decided.

ALTER TABLE framework_order ADD COLUMN decided_minutes INTEGER; -- a month; NULL where they are not known
UPDATE framework_order SET decided_minutes = (
    SELECT sum(i.minutes_per_month)
    FROM document o JOIN measure m ON m.case_id = framework_order.case_id
    JOIN decision_item i ON i.id = m.decision_item_id JOIN decision d ON d.id = i.decision_id
    WHERE o.id = framework_order.document_id AND d.document_id < o.id
      AND NOT EXISTS (SELECT 1 FROM event e
                      WHERE e.case_id = m.case_id AND e.kind = 'insats_avslutad' AND e.subject = 'insats'
                        AND e.subject_id = m.id AND e.void = 0 AND e.recorded_at <= o.signed_at
                        AND NOT EXISTS (SELECT 1 FROM event n WHERE n.corrects = e.id)));
