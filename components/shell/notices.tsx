'use client'
import { useMe } from '@/lib/client/use-me'
import { list } from '@/lib/format/words'

/** Notices on every page: sandbox, and organizations that can't be read. */
export function Notices() {
  const me = useMe()
  if (!me) return null
  const pretend = me.organizations.filter((o) => o.sandbox)
  const all = pretend.length === me.organizations.length
  if (pretend.length === 0 && me.complete) return null
  return (
    <section aria-label="Notices">
      {pretend.length > 0 && (
        <p className="flex items-center justify-center gap-2 border-warn-line border-b bg-warn-soft px-4 py-1.5 text-center text-warn text-xs">
          <svg aria-hidden className="icon-[flask-conical] size-3.5 shrink-0 max-sm:hidden" />
          <span>
            <strong className="font-semibold">Sandbox.</strong>{' '}
            {all
              ? 'Nothing here reaches a real cluster.'
              : `${list(pretend.map((o) => o.name))} is a sandbox. The other organizations are real.`}
          </span>
        </p>
      )}
      {me.notes.length > 0 && (
        <p
          role="status"
          className="flex items-center justify-center gap-2 border-bad-line border-b bg-bad-soft px-4 py-1.5 text-bad text-xs"
        >
          <svg aria-hidden className="icon-[triangle-alert] size-3.5 shrink-0" />
          <span>
            {!me.complete && 'Some organizations can’t be read, so projects may be missing. '}
            {me.notes.join(' ')}
          </span>
        </p>
      )}
    </section>
  )
}
