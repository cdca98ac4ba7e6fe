/** npm run policy:explain: who could decide a request, and why not others. Reads the configuration file and the database. */
import { parseArgs } from 'node:util'
import { findCommand } from '@/lib/atlas/find-op'
import { askedPlaces } from '@/lib/server/asked-places'
import { problemsInWords, readConfigurationFile } from '@/lib/server/configuration'
import { explainCase, explainRequest } from '@/lib/server/policy-explain'
import { underSettings } from '@/lib/server/policy-settings'
import { unreachableSteps } from '@/lib/server/policy-warnings'
import { type PlaceOf, storedPlaces } from '@/lib/server/stored-places'
import { configurationFile, withDatabase } from './policy-files'

const USAGE = `Usage: npm run policy:explain -- --request ID
       npm run policy:explain -- --op employee.grant --project ID [--cluster NAME] [--input JSON] [--as GROUP,GROUP]
       npm run policy:explain -- --op federation.delete --org ID [--input JSON] [--as GROUP,GROUP]
--input is the rest of the command’s input, --as the groups of the requester, --config another configuration file.`

const text = { type: 'string' } as const
const options = {
  ...{ request: text, op: text, project: text, cluster: text, org: text },
  ...{ input: text, as: text, config: text },
}

type Given = Partial<Record<keyof typeof options, string>>

await withDatabase(async () => {
  const given: Given = parseArgs({ options }).values
  const file = configurationFile(given.config)
  const settings = readConfigurationFile(file)
  return underSettings(settings, async () => {
    const placeOf = await storedPlaces()
    const lines = given.request
      ? await explainRequest(given.request, placeOf)
      : await explainCase(caseOf(given, placeOf))
    if (lines.length === 0) throw new Error(`There is no request ${given.request}.`)
    console.log([`Policy: ${file}`, ...lines].join('\n'))
    const warnings = await unreachableSteps()
    if (warnings.length > 0) console.log(`\n${problemsInWords(warnings, settings.lineOf)}`)
    return lines.some((line) => line.startsWith('  ! ')) ? 1 : 0
  })
})

function caseOf(given: Given, placeOf: PlaceOf) {
  const op = findCommand(given.op ?? '')
  if (!op) throw new Error(given.op ? `There is no command ${given.op}.` : USAGE)
  const rest: Record<string, unknown> = given.input ? JSON.parse(given.input) : {}
  const ids = { groupId: given.project, clusterName: given.cluster, orgId: given.org }
  const input = { ...JSON.parse(JSON.stringify(ids)), ...rest }
  const known = given.input || !given.project ? askedPlaces(op, input, placeOf, given.org) : []
  const project = given.project ? placeOf(given.project, given.cluster) : undefined
  const places = known.length > 0 ? known : project ? [project] : []
  if (places.length === 0)
    throw new Error(
      'Give the --project ID or --org ID of a project or organization that Gatehouse has read from Atlas.',
    )
  return { op, input: given.input ? input : undefined, places, groups: given.as?.split(',') ?? [] }
}
