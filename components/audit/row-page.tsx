'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getAuditRow } from '@/lib/ops/audit'
import { routes } from '@/lib/routes'
import { OpPage } from '../blocks/op-page'
import { DataTable } from '../data/data-table'
import { JsonDiff } from '../data/json-diff'
import { JsonView } from '../data/json-view'
import { Panel } from '../data/panel'
import { CopyProof } from '../ops/copy-proof'
import { CodeBlock } from '../ui/code'
import { Card, Facts } from '../ui/page'
import { columns } from './audit-columns'
import { type AuditRowData, callFacts, rowFacts } from './row-facts'
import { VerifierLink } from './verifier-link'

/** One row of the audit log: what it says, the call, the rows around it, and its proof. */
export const AuditRowPage = ({ seq }: { seq: string }) => {
  const query = useQuery(read(getAuditRow, { seq }))
  return (
    <OpPage
      op={getAuditRow}
      input={{ seq }}
      what={`Row ${seq}`}
      back={{ label: 'Audit', href: routes.audit() }}
      title={({ row }) => `Row ${row.seq}: ${row.event}`}
      actions={(data) => data && <CopyProof seq={data.row.seq} />}
    >
      {(data) => (
        <>
          <Panel title="Record" query={query} skeletonRows={8} isEmpty="never">
            {(found) => <Facts className="p-4" items={rowFacts(found)} />}
          </Panel>
          {data && <Details {...data} />}
        </>
      )}
    </OpPage>
  )
}

function Details(data: AuditRowData) {
  const { row, prev, call, related } = data
  return (
    <>
      <Change {...data} />
      {call && (
        <Card title="Call to Atlas">
          <div className="grid grid-cols-1 gap-3 p-4">
            <Facts items={callFacts(call)} />
            {call.body && <CodeBlock code={call.body} label="Body that was sent" wrap />}
          </div>
        </Card>
      )}
      {related.length > 0 && (
        <Card title={row.requestId ? 'Rows of the same request' : 'Rows of the same call'}>
          <DataTable
            name="related"
            noExport
            what="rows"
            rows={related}
            columns={columns}
            rowId={({ seq }) => String(seq)}
          />
        </Card>
      )}
      <Card title="Proof">
        <div className="grid grid-cols-1 gap-3 p-4">
          <p className="text-muted text-sm">
            Copy proof copies a text that proves this row is in the signed log. Anyone with the
            public key can check it:{' '}
            <code className="break-words font-mono text-xs">
              node audit-verify.mjs --proof FILE --pubkey KEY
            </code>
            . Personal text is stored as a salted hash, so it can be erased without breaking the
            log.
          </p>
          <p>
            <VerifierLink />
          </p>
          <h3 className="font-medium text-sm">Exact text, as hashed</h3>
          <CodeBlock code={row.body} label="Exact text" wrap />
          <h3 className="font-medium text-sm">Hash</h3>
          <CodeBlock code={row.hash} label="Hash" wrap />
          <h3 className="font-medium text-sm">Hash of the row before</h3>
          <CodeBlock code={prev} label="Hash of the row before" wrap />
        </div>
      </Card>
    </>
  )
}

function Change({ readable }: AuditRowData) {
  const { before, after } = readable ?? {}
  if (before === undefined && after === undefined) return null
  const isCompared = before !== undefined && before !== null && after !== undefined
  return (
    <Card title={isCompared ? 'Before and after' : after === undefined ? 'Before' : 'Details'}>
      <div className="p-4">
        {isCompared ? (
          <JsonDiff from={before} to={after} label="The change" />
        ) : (
          <JsonView value={after ?? before} label="Details" start="JSON" />
        )}
      </div>
    </Card>
  )
}
