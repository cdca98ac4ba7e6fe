import { z } from 'zod'
import { useMe } from '@/lib/client/use-me'
import type { Preview } from '@/lib/ops/console'
import { readText, withTextsRead } from '../data/json-text'
import { ProjectName } from '../data/project-name'
import { PreviewChanges } from '../ops/changes'
import { cn } from '../ui/cn'
import { lazyComponent } from '../ui/lazy-component'

const JsonView = lazyComponent(() => import('../data/json-view').then((m) => m.JsonView))

const rows = z.array(z.record(z.string(), z.unknown())).min(1)

const inWords = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

const plainer: Record<string, string> = {
  group: 'project',
  tenant: 'workspace',
  org: 'organization',
  api: 'API',
  id: 'ID',
  ip: 'IP',
  url: 'URL',
}

/** Fields that name a project: `groupId`, and `targetGroupId` of what goes into another one. */
const isProject = (name: string) => /^groupId$|GroupId$/.test(name)

/** A readable name: `targetGroupId` becomes `target project`. The API call keeps Atlas's spelling. */
const inputWords = (name: string): string =>
  (isProject(name) || name === 'orgId' ? name.replace(/Id$/, '') : name)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(' ')
    .map((word) => plainer[word] ?? word)
    .join(' ')

const OrganizationName = ({ orgId }: { orgId: string }) => (
  <>{useMe()?.organizations.find((o) => o.orgId === orgId)?.name ?? orgId}</>
)

/** An operation's input as labels and values, with lists as rows. */
export function InputFacts({
  input,
  changes,
}: {
  input: Record<string, unknown>
  /** A text before and after, shown in place of the fields that it covers. */
  changes?: Preview['changes']
}) {
  const isBetweenProjects =
    Object.keys(input).filter((name) => isProject(name) && input[name]).length > 1
  const facts = (
    <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5 text-sm">
      {Object.entries(input)
        // The project is shown elsewhere, unless there are two.
        .filter(([name]) => name !== 'groupId' || isBetweenProjects)
        .filter(([name]) => !changes?.covers.includes(name))
        .map(([name, given]) => {
          // Definitions are kept as text, in their original order.
          const value = withTextsRead(readText(given))
          const table = Array.isArray(given) ? rows.safeParse(value).data : undefined
          return (
            <div key={name} className="contents">
              <dt className="text-muted first-letter:uppercase">{inputWords(name)}</dt>
              <dd
                className={cn(
                  'min-w-0',
                  typeof value === 'object' && value !== null && 'max-sm:col-span-full',
                )}
              >
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
                  <JsonView value={value} label={name} start={given === value ? 'Tree' : 'JSON'} />
                ) : typeof value === 'string' && isProject(name) ? (
                  <ProjectName groupId={value} />
                ) : typeof value === 'string' && name === 'orgId' ? (
                  <OrganizationName orgId={value} />
                ) : (
                  <span className="break-words font-mono text-xs">{inWords(value)}</span>
                )}
              </dd>
            </div>
          )
        })}
    </dl>
  )
  return (
    <>
      {facts}
      {changes && (
        <div className="mt-3">
          <PreviewChanges changes={changes} />
        </div>
      )}
    </>
  )
}
