import { pageIcons } from '../page-icons'

/** Of pages and things that no sidebar of a project or organization shows. */
const others: Record<string, string> = {
  home: 'icon-[house]',
  findings: 'icon-[circle-alert]',
  approvals: 'icon-[badge-check]',
  newRequest: 'icon-[plus]',
  request: 'icon-[badge-check]',
  permissions: 'icon-[key-round]',
  explorer: 'icon-[compass]',
  audit: 'icon-[scroll-text]',
  auditReport: 'icon-[scroll-text]',
  accessReviews: 'icon-[list-checks]',
  machines: 'icon-[bot]',
  device: 'icon-[square-terminal]',
  sessions: 'icon-[monitor-smartphone]',
  erasures: 'icon-[eraser]',
  connections: 'icon-[cable]',
  delegation: 'icon-[user-check]',
  notifications: 'icon-[bell]',
  deliveries: 'icon-[send]',
  health: 'icon-[heart-pulse]',
  account: 'icon-[circle-user]',
  project: 'icon-[folder]',
  organization: 'icon-[building]',
  searchIndex: 'icon-[search]',
  streamWorkspace: 'icon-[radio]',
  streamProcessor: 'icon-[radio]',
  endpointService: 'icon-[network]',
  privateEndpoint: 'icon-[network]',
  federatedDatabase: 'icon-[layers]',
  dataEndpoints: 'icon-[network]',
  command: 'icon-[zap]',
}

const all: Record<string, string> = { ...pageIcons, ...others }

/** The icon of a page or of a thing on it. */
export const iconOf = (page: string): string => all[page] ?? 'icon-[file]'
