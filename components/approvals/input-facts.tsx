import dynamic from 'next/dynamic'
import { z } from 'zod'

const JsonView = dynamic(() => import('../data/json-view').then((m) => m.JsonView))

const rows = z.array(z.record(z.string(), z.unknown())).min(1)

const inWords = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

/** What an operation was given, for operations that have no words of their own here: names and values, lists as rows. */
export function InputFacts({ input }: { input: Record<string, unknown> }) {
  return (
    <dl className="grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[auto_1fr]">
      {Object.entries(input)
        .filter(([name]) => name !== 'groupId')
        .map(([name, value]) => {
          const table = rows.safeParse(value).data
          return (
            <div key={name} className="contents">
              <dt className="text-muted first-letter:uppercase">{name}</dt>
              <dd className="min-w-0">
                {table ? (
                  <ul className="max-h-40 divide-y divide-line overflow-auto rounded-md border border-line">
                    {table.map((row) => (
                      <li
                        key={JSON.stringify(row)}
                        className="flex flex-wrap gap-x-4 px-2.5 py-1 font-mono text-xs"
                      >
                        {Object.entries(row).map(([field, one]) => (
                          <span key={field} className="min-w-0 break-words">
                            <span className="sr-only">{field}: </span>
                            {inWords(one)}
                          </span>
                        ))}
                      </li>
                    ))}
                  </ul>
                ) : typeof value === 'object' && value !== null ? (
                  <JsonView value={value} label={name} />
                ) : (
                  <span className="break-words font-mono text-xs">{inWords(value)}</span>
                )}
              </dd>
            </div>
          )
        })}
    </dl>
  )
}
