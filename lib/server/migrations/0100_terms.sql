-- The merged policy rules of a request (lib/approvals/terms.ts), covered by its digest. Null: filed before this migration.

alter table request add column terms text;
