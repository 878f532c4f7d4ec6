-- Flow records that were not counted because another exporter of a group counts the same traffic.
ALTER TABLE ledgers ADD COLUMN duplicates INTEGER NOT NULL DEFAULT 0;
