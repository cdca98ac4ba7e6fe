/**
 * The verifier lives in lib/audit/audit-verify.mjs: one file without dependencies that an auditor can read and run.
 * `verifyDatabase(sql)` checks the whole chain against its head; `verifyRows(rows, head?)` checks rows from anywhere.
 */
export {
  type ChainRow,
  type Head,
  hashOf,
  type Verification,
  verifyDatabase,
  verifyRows,
} from './audit-verify.mjs'
