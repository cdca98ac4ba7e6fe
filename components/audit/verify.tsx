'use client'
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useEffect } from 'react'
import { announce } from '@/lib/client/announce'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import { verifyAudit } from '@/lib/ops/console'
import { FailureNote } from '../ops/failure-note'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code'
import { Time } from '../ui/time'

/** Recomputes every hash of the chain on the server, and says how to do the same without Gatehouse. */
export function Verify() {
  const query = useQuery({ ...read(verifyAudit, {}), enabled: false })
  const answer = query.data
  const result = answer?.data
  const said = result
    ? result.ok
      ? `The chain is whole: ${count(result.rows, 'row')}`
      : `The chain is broken at row ${result.broken?.seq}`
    : undefined
  useEffect(() => {
    if (said) announce(said)
  }, [said])
  return (
    <section aria-label="Verification" className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" pending={query.isFetching} onClick={() => void query.refetch()}>
          {!query.isFetching && <ShieldCheck aria-hidden />}
          {query.isFetching ? 'Verifying…' : 'Verify the chain'}
        </Button>
        <p className="text-muted text-sm">Recomputes the hash of every row, from the first.</p>
      </div>
      {query.error && <FailureNote error={query.error} />}
      {result && (
        <Banner role="status" tone={result.ok ? 'good' : 'bad'} title={said}>
          {result.ok ? (
            <>
              Up to row {result.head.seq.toLocaleString('en')}, hash{' '}
              <code className="font-mono text-xs">{result.head.hash.slice(0, 16)}…</code>. Checked{' '}
              <Time at={answer?.asOf} />, in {result.took} ms.
            </>
          ) : (
            <>
              {result.broken?.why} Keep this database as it is, export the chain, and tell the
              people who look after Gatehouse.
            </>
          )}
        </Banner>
      )}
      <details className="text-sm">
        <summary className="text-muted hover:text-text">
          Check it without trusting this page
        </summary>
        <div className="mt-2 grid gap-2">
          <p className="text-muted">
            Export the chain and run the verifier on the file, on any machine with Node. It needs no
            database and no other package.
          </p>
          <CodeBlock code="node lib/audit/audit-verify.mjs gatehouse-audit.jsonl" label="command" />
        </div>
      </details>
    </section>
  )
}
