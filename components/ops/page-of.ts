import { routes } from '@/lib/routes'

type Input = Record<string, unknown>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The page of each resource, by the first part of an operation's ID. */
const pages: Record<
  string,
  { label(input: Input): string; to(input: Input, orgId: string): string }
> = {
  access: {
    label: () => 'The access list of this project',
    to: (i) => routes.accessList(text(i.groupId)),
  },
  backup: {
    label: (i) => `The backups of ${i.clusterName}`,
    to: (i) => routes.backup(text(i.groupId), text(i.clusterName)),
  },
  flexBackup: {
    label: (i) => `The backups of ${i.clusterName}`,
    to: (i) => routes.backup(text(i.groupId), text(i.clusterName)),
  },
  search: {
    label: (i) => `The search indexes of ${i.clusterName}`,
    to: (i) => routes.search(text(i.groupId), text(i.clusterName)),
  },
  searchNodes: {
    label: (i) => `The search nodes of ${i.clusterName}`,
    to: (i) => routes.search(text(i.groupId), text(i.clusterName)),
  },
  streams: {
    label: (i) =>
      i.tenantName ? `The processors of ${i.tenantName}` : 'The streams of this project',
    to: (i) =>
      i.tenantName
        ? routes.streamWorkspace(text(i.groupId), text(i.tenantName))
        : routes.streams(text(i.groupId)),
  },
  federation: {
    label: () => 'The federation of this organization',
    to: (i, orgId) => routes.federation(text(i.orgId) || orgId),
  },
}

/** The page that shows the current state of what a command changes, if there is one. */
export function pageOf(
  op: string,
  input: Input,
  orgId: string,
): { label: string; href: string } | undefined {
  const page = pages[op.split('.', 1)[0] ?? '']
  return page && { label: page.label(input), href: page.to(input, orgId) }
}
