-- The hundred leaders of a span with most flows, and in first_flows the most that any other source of it has: a short list of them needs no more.
ALTER TABLE leaders ADD COLUMN is_first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE leader_bounds ADD COLUMN first_flows INTEGER NOT NULL DEFAULT 0;

UPDATE leader_bounds SET first_flows = max(flows, coalesce(
    (SELECT l.flows FROM leaders l WHERE l.span = leader_bounds.span AND l.service = leader_bounds.service ORDER BY l.flows DESC LIMIT 1 OFFSET 100), 0));
UPDATE leaders SET is_first = 1
WHERE flows > (SELECT b.first_flows FROM leader_bounds b WHERE b.span = leaders.span AND b.service = leaders.service);

CREATE INDEX leaders_first ON leaders (span, service, source, flows) WHERE is_first;
