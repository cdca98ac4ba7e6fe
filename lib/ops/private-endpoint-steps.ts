import { shellWord } from '@/lib/format/shell'
import {
  type EndpointService,
  endpointName,
  isDeleting,
  type PrivateEndpoint,
  stateOf,
} from './private-endpoint-shapes'

/** What to do next, with the cloud provider's CLI command. People replace the parts in angle brackets. */
export type NextStep = { text: string; command?: string }

const UNKNOWN = 'Gatehouse does not know this state. The raw Atlas response has the details.'
const lines = (...all: string[]) => all.join(' \\\n  ')
/** AWS's name of a region: `US_EAST_1` is `us-east-1`. */
const awsRegion = ({ regionName }: EndpointService) =>
  regionName ? shellWord(regionName.toLowerCase().replaceAll('_', '-')) : '<REGION>'

/** The next step for a service, by its cloud and state. */
export function serviceStep(service: EndpointService): NextStep {
  switch (service.status) {
    case 'INITIATING':
      return { text: 'Atlas is creating the service. This usually takes 1 to 5 minutes.' }
    case 'FAILED':
      return { text: 'Atlas could not create the service. Delete it and create it again.' }
    case 'DELETING':
      return { text: 'Atlas is deleting the service.' }
    case 'AVAILABLE':
    case 'WAITING_FOR_USER':
      return connectStep(service)
    default:
      return { text: UNKNOWN }
  }
}

function connectStep(service: EndpointService): NextStep {
  const { endpointServiceName, privateLinkServiceResourceId, serviceAttachmentNames } = service
  if (endpointServiceName) {
    const remote = (service.supportedRemoteRegions ?? []).length > 0
    return {
      text: `Create an interface endpoint in your VPC, then add its ID to this service.${remote ? ' In a remote region, change --region and add --service-region.' : ''}`,
      command: lines(
        'aws ec2 create-vpc-endpoint',
        `--region ${awsRegion(service)}`,
        `--service-name ${shellWord(endpointServiceName)}`,
        '--vpc-endpoint-type Interface',
        '--vpc-id <VPC_ID>',
        '--subnet-ids <SUBNET_IDS>',
        '--security-group-ids <SECURITY_GROUP_IDS>',
      ),
    }
  }
  if (privateLinkServiceResourceId)
    return {
      text: 'Create a private endpoint in your virtual network, then add its resource ID and IP address to this service.',
      command: lines(
        'az network private-endpoint create',
        '--resource-group <RESOURCE_GROUP>',
        '--name <ENDPOINT_NAME>',
        '--vnet-name <VIRTUAL_NETWORK>',
        '--subnet <SUBNET>',
        `--private-connection-resource-id ${shellWord(privateLinkServiceResourceId)}`,
        `--connection-name ${shellWord(service.privateLinkServiceName || 'atlas')}`,
        '--manual-request true',
      ),
    }
  if (serviceAttachmentNames?.length) return gcpStep(serviceAttachmentNames)
  return {
    text: 'The service is ready, but Atlas has not sent its name in the cloud. Refresh in a minute.',
  }
}

const regionIn = (attachment: string | undefined) =>
  /\/regions\/([\w-]+)\//.exec(attachment ?? '')?.[1]

const gcpStep = (attachments: readonly string[]): NextStep => {
  const region = regionIn(attachments[0]) ?? '<REGION>'
  return {
    text: 'Create an address and a forwarding rule for each service attachment. The last command prints the lines to paste into the form.',
    command: [
      'GROUP=<GROUP_NAME>; i=0',
      `for attachment in ${attachments.map(shellWord).join(' \\\n  ')}; do`,
      `  gcloud compute addresses create "$GROUP-$i" --region=${region} --subnet=<SUBNET>`,
      `  gcloud compute forwarding-rules create "$GROUP-$i" --region=${region} --network=<NETWORK> \\`,
      '    --address="$GROUP-$i" --target-service-attachment="$attachment"',
      '  i=$((i+1))',
      'done',
      'gcloud compute addresses list --filter="name~^$GROUP-" --format="value(name,address)"',
    ].join('\n'),
  }
}

type CloudCommands = { look: string; remove: string }

function commandsFor(id: string, endpoint: PrivateEndpoint, service?: EndpointService) {
  const name = shellWord(id)
  if (id.startsWith('vpce-')) {
    const at = `--region ${service ? awsRegion(service) : '<REGION>'} --vpc-endpoint-ids ${name}`
    return {
      look: `aws ec2 describe-vpc-endpoints ${at}`,
      remove: `aws ec2 delete-vpc-endpoints ${at}`,
    }
  }
  if (id.startsWith('/'))
    return {
      look: `az network private-endpoint show --ids ${name}`,
      remove: `az network private-endpoint delete --ids ${name}`,
    }
  const rules = (endpoint.endpoints ?? []).flatMap(({ endpointName: rule }) =>
    rule ? shellWord(rule) : [],
  )
  const region = regionIn(service?.serviceAttachmentNames?.[0]) ?? '<REGION>'
  const project = endpoint.gcpProjectId ? ` --project=${shellWord(endpoint.gcpProjectId)}` : ''
  const which = rules.length > 0 ? rules.join(' ') : '<RULES>'
  return {
    look: `gcloud compute forwarding-rules list --regions=${region}${project}`,
    remove: `gcloud compute forwarding-rules delete ${which} --region=${region}${project}`,
  }
}

/** The next step for an endpoint, by its cloud and state. `id` is its id in Atlas's path. */
export function endpointStep(
  id: string,
  endpoint: PrivateEndpoint,
  service?: EndpointService,
): NextStep {
  const { look, remove }: CloudCommands = commandsFor(id, endpoint, service)
  if (isDeleting(endpoint))
    return {
      text: 'Atlas is disconnecting the endpoint. Then delete it in your cloud too.',
      command: remove,
    }
  switch (stateOf(endpoint)) {
    case 'PENDING_ACCEPTANCE':
      return {
        text: 'AWS has the connection request. Atlas accepts it within a few minutes. If it does not, check that the endpoint exists.',
        command: look,
      }
    case 'PENDING':
      return { text: 'AWS is connecting the endpoint. This takes a few minutes.', command: look }
    case 'INITIATING':
      return {
        text: 'Atlas is connecting the endpoint. If this takes more than 10 minutes, check the endpoint in your cloud.',
        command: look,
      }
    case 'VERIFIED':
      return {
        text: 'Atlas has verified the forwarding rules and is connecting them. This takes a few minutes.',
        command: look,
      }
    case 'AVAILABLE':
      return {
        text: id.startsWith('vpce-')
          ? 'Connected. Use the private endpoint connection string of your cluster. The security group of the endpoint must allow inbound TCP from your applications.'
          : 'Connected. Use the private endpoint connection string of your cluster.',
        ...(id.startsWith('vpce-') ? { command: allowInbound } : {}),
      }
    case 'REJECTED':
      return {
        text: 'The connection was rejected. Delete the endpoint here and in AWS, then create a new one.',
        command: remove,
      }
    case 'FAILED':
      return {
        text: `The connection failed. Delete ${endpointName(id)} here and in your cloud, then create a new one.`,
        command: remove,
      }
    default:
      return { text: UNKNOWN, command: look }
  }
}

const allowInbound = lines(
  'aws ec2 authorize-security-group-ingress',
  '--group-id <SECURITY_GROUP_ID>',
  '--protocol tcp --port 1024-65535',
  '--cidr <VPC_CIDR>',
)
