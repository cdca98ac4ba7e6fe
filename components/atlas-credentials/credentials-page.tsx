'use client'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { read } from '@/lib/client/use-op'
import { list, lowerFirst, upperFirst } from '@/lib/format/words'
import { type CredentialKind, listAtlasCredentials } from '@/lib/ops/atlas-credentials'
import { roleInWords } from '@/lib/ops/atlas-roles'
import { EVENT_DAYS, listOrgKeyEvents } from '@/lib/ops/key-events'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { column, none } from '../data/columns'
import { FailureDetails } from '../data/failure-details'
import { ProjectName } from '../data/project-name'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'

type Row = z.output<typeof listAtlasCredentials.output>['results'][number]

const kinds: Record<CredentialKind, string> = {
  'api-key': 'API key',
  'service-account': 'Service account',
  'mcp-config': 'MCP configuration',
}

const c = column<Row>()
const columns = [
  c.custom(
    ['name', ({ name, id }) => name || id],
    'Name',
    ({ name, id, publicId }) => (
      <span className="block min-w-0">
        <span className="block break-words font-medium">{name || id}</span>
        {publicId && <span className="block break-all text-muted text-xs">{publicId}</span>}
      </span>
    ),
    { width: '24%' },
  ),
  c.text(['kind', ({ kind }) => kinds[kind]], 'Kind', { choices: true }),
  c.custom(
    [
      'roles',
      ({ roles, inProjects }) =>
        [...roles, ...inProjects.flatMap((p) => p.roles)].map(roleInWords).join(', '),
    ],
    'Roles',
    ({ roles, inProjects, groupId }) => (
      <span className="grid gap-0.5">
        <span>{roles.map(roleInWords).join(', ')}</span>
        {groupId && (
          <span className="text-muted text-xs">
            in <ProjectName groupId={groupId} />
          </span>
        )}
        {inProjects.map((project) => (
          <span key={project.groupId} className="text-muted text-xs">
            {project.roles.map(roleInWords).join(', ')} in <ProjectName groupId={project.groupId} />
          </span>
        ))}
      </span>
    ),
    { width: '28%' },
  ),
  c.custom(
    [
      'attention',
      ({ isOwn, isOutside }) =>
        isOwn ? 'Used by Gatehouse' : isOutside ? 'Created outside Gatehouse' : null,
    ],
    'Attention',
    ({ isOwn, isOutside }) =>
      isOwn ? (
        <Badge tone="accent">Used by Gatehouse</Badge>
      ) : isOutside ? (
        <Badge tone="warn">Created outside Gatehouse</Badge>
      ) : (
        none
      ),
    {
      choices: true,
      isState: true,
      choice: (value) => (value === null ? 'Nothing' : String(value)),
    },
  ),
  c.time('createdAt', 'Created'),
  c.time('lastUsedAt', 'Last used', { absent: 'Not known' }),
  c.time('firstSeenAt', 'First seen', { optional: true }),
  c.copyable('id', 'ID', { optional: true }),
]

const hrefOf = (orgId: string, { kind, id }: Row) =>
  kind === 'api-key'
    ? routes.orgApiKey(orgId, id)
    : kind === 'service-account'
      ? routes.serviceAccount(orgId, id)
      : undefined

/** Everything that can call Atlas without Gatehouse in an organization. */
export function CredentialsPage({ orgId }: { orgId: string }) {
  const events = useQuery(read(listOrgKeyEvents, { orgId })).data?.data
  return (
    <OpList
      op={listAtlasCredentials}
      input={{ orgId }}
      what="credentials"
      columns={columns}
      rows={({ results }) =>
        results.map((row) => ({
          ...row,
          lastUsedAt: row.lastUsedAt ?? events?.last[row.publicId ?? ''] ?? null,
        }))
      }
      rowId={({ kind, id }) => `${kind} ${id}`}
      rowName={({ name, id }) => name || id}
      href={(row) => hrefOf(orgId, row)}
      above={({ results, unread }) => (
        <Notices
          outside={results.filter((one) => one.isOutside && !one.isOwn).length}
          unread={unread}
        />
      )}
      empty={{
        title: 'No known credentials',
        hint: 'Gatehouse knows of no API key, service account or MCP configuration here.',
      }}
    >
      {() => (
        <p className="border-line border-t px-4 py-3 text-muted text-xs">
          For API keys, last used is the newest event of the last {EVENT_DAYS} days. Keys that only
          read have no events.
        </p>
      )}
    </OpList>
  )
}

function Notices({
  outside,
  unread,
}: {
  outside: number
  unread: z.output<typeof listAtlasCredentials.output>['unread']
}) {
  if (outside === 0 && unread.length === 0) return null
  return (
    <div className="grid gap-2 px-4 pt-3">
      {outside > 0 && (
        <Banner tone="warn">
          {outside === 1
            ? 'One credential was created outside Gatehouse. Check who needs it, or delete it.'
            : `${outside} credentials were created outside Gatehouse. Check who needs them, or delete them.`}
        </Banner>
      )}
      {[...Map.groupBy(unread, ({ message }) => message)].map(([message, some]) => (
        <Banner
          key={message}
          tone="warn"
          title={`${upperFirst(list(some.map(({ kind }) => `${lowerFirst(kinds[kind])}s`)))} could not be read`}
        >
          {message} Gatehouse shows what it last read.
          {some[0] && <FailureDetails failure={some[0]} />}
        </Banner>
      ))}
    </div>
  )
}
