import { listDataEndpoints } from '@/lib/ops/data-endpoints'
import { listEndpointServices } from '@/lib/ops/endpoint-services'
import { endpointIdsOf, endpointName, isDeleting, stateOf } from '@/lib/ops/private-endpoint-shapes'
import { getPrivateEndpoint } from '@/lib/ops/private-endpoints'
import { routes } from '@/lib/routes'
import { check, type Found, reading, type Unclear } from '../check'
import { atlasSource, each } from '../source'
import { federatedDatabases } from './query-limits'
import { clusters } from './sources'

const wakes = /ENDPOINT/

const services = atlasSource({
  id: 'endpointServices',
  per: 'project',
  op: listEndpointServices,
  everyMinutes: 1_440,
  wakes,
  isMoving: (all) => all.some(({ status }) => status === 'INITIATING'),
  of: each(clusters, () => ['AWS', 'AZURE', 'GCP'].map((cloudProvider) => ({ cloudProvider }))),
})

const endpoints = atlasSource({
  id: 'privateEndpoints',
  per: 'project',
  op: getPrivateEndpoint,
  everyMinutes: 1_440,
  wakes,
  of: each(services, (all) =>
    all.flatMap((service) =>
      endpointIdsOf(service).map((endpointId) => ({ endpointServiceId: service.id, endpointId })),
    ),
  ),
})

const dataEndpoints = atlasSource({
  id: 'dataEndpoints',
  per: 'project',
  op: listDataEndpoints,
  everyMinutes: 1_440,
  wakes,
  of: each(federatedDatabases, (all) => (all.length > 0 ? [{}] : [])),
})

const fine = ['AVAILABLE', 'OK', 'DELETING', 'DELETED']
const waiting = ['INITIATING', 'PENDING', 'PENDING_ACCEPTANCE', 'WAITING_FOR_USER', 'VERIFIED']
const broken = ['FAILED', 'REJECTED']

/** `WAITING_FOR_USER` as `waiting for user`. */
const spelled = (state: string | null | undefined) => state?.replaceAll('_', ' ').toLowerCase()

/** What the state of an endpoint or a service means. */
function judge(
  key: string,
  subject: string,
  state: string | null | undefined,
  why?: string | null,
): Found | Unclear | undefined {
  if (fine.includes(state ?? '')) return undefined
  const about = { key, subject }
  if (broken.includes(state ?? '')) {
    const reason = why ? `: ${why}` : ''
    return {
      ...about,
      level: 'bad',
      word: 'Failed',
      what: `${state === 'FAILED' ? 'failed' : `is ${spelled(state)}`}${reason}`,
    }
  }
  return waiting.includes(state ?? '')
    ? { ...about, level: 'warn', word: 'Not available', what: `is ${spelled(state)}` }
    : { unclear: `${subject} has the unknown state ${state ?? 'null'}.` }
}

/** Private endpoints and their services that are not available. */
export const privateEndpoints = check({
  id: 'private-endpoints',
  label: 'Private endpoints',
  words: 'failed unavailable pending',
  group: 'Network',
  per: 'project',
  about: 'A private endpoint, or its service, is not available.',
  fine: 'Available',
  action: 'View endpoint',
  href: ({ groupId = '', cloudProvider, endpointServiceId }, found) => {
    if (!found) return routes.privateEndpoints(groupId)
    if (!cloudProvider) return routes.dataEndpoints(groupId)
    return routes.endpointService(groupId, cloudProvider, endpointServiceId ?? found.key)
  },
  readings: [
    reading({
      source: services,
      rows: (all) => all,
      applies: (all) => all.length > 0,
      find: ({ id, regionName, status, errorMessage }) =>
        judge(id, `Service in ${regionName ?? 'an unknown region'}`, status, errorMessage),
    }),
    reading({
      source: endpoints,
      rows: (one) => [one],
      find: (one, { at: { endpointId = '' } }) =>
        isDeleting(one)
          ? undefined
          : judge(endpointId, endpointName(endpointId), stateOf(one), one.errorMessage),
    }),
    reading({
      source: dataEndpoints,
      rows: ({ results }) => results,
      applies: ({ results }) => results.length > 0,
      find: ({ endpointId, status, errorMessage }) =>
        judge(endpointId, endpointName(endpointId), status, errorMessage),
    }),
  ],
})
