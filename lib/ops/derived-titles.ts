/** What Atlas or people call it, where the words of the operation id are others. Applied in this order. */
const names: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bgroup(?=s?\b)/g, 'project'],
  [/\borg(?=s?\b)/g, 'organization'],
  [/\b(?:ai|api|aws|csv|dn|dns|id|ip|ldap|mcp|saml|sql|vpc)\b/g, '^'],
  [/\bx509\b/, 'X.509'],
  [/\bfts index\b(?! m)/, 'legacy search index'],
  [/\bfts (?=metric|index)/, 'search '],
  [/\bmongo db\b/, 'MongoDB'],
  [/\bdb access\b/, 'database access'],
  [/\bskus?\b/, 'SKUs'],
  [/\bdata federation(?! (?:limit|query))/, 'federated database instance'],
  [/\bindex rolling index/, 'rolling index'],
  [/\bcustom db role role/, 'custom database role'],
  [/\bcustom db role/, 'custom database role'],
  [/\bprivate endpoint endpoint service/, 'private endpoint service'],
  [/\bprivate link connection/, 'PrivateLink connection'],
  [/\bstream connection failover connection/, 'stream failover connection'],
  [/\bcluster global write /, 'global cluster '],
  [/\bcoll stat pinned namespaces/, 'pinned namespaces'],
  [/\bcoll stat metrics/, 'collection metrics'],
  [/^get project alert alert configs$/, 'list alert configurations of an alert'],
  [/^get project alert config alerts$/, 'list alerts of an alert configuration'],
  [/^get project database access history cluster$/, 'get the database access history of a cluster'],
  [/^get project database access history process$/, 'get the database access history of a process'],
  [/^invite (?=.*service account$)/, 'add '],
  [/^with project stream sample connections$/, 'create stream workspace with sample connections'],
  [/^start project stream processor with$/, 'start stream processor with options'],
  [/^tenant project flex cluster upgrade$/, 'upgrade flex cluster'],
  [/^list project container all$/, 'list all network peering containers'],
  [/^list organization invoice pending$/, 'list pending organization invoices'],
  [/^unpin cluster coll stat unpin /, 'unpin collection metric '],
  [/\bprocess args/, 'advanced options'],
  [/\bmanaged slow ms/, 'managed slow operation threshold'],
  [/\bpush based\b/, 'push-based'],
  [/\bprivate IP mode peering/, 'private IP mode for peering'],
  [/\bmodel project name\b/, 'model group'],
  [/\btenant upgrade\b/, ''],
  [/\bproject peer(?=s?\b)/, 'network peering connection'],
  [/\bproject container(?=s?\b)/, 'network peering container'],
  [/\bproject integration(?=s?\b)/, 'third-party integration'],
  [/\b(config)(?=s?\b)/g, 'configuration'],
  [/\bcert(?=s?\b)/, 'certificate'],
  [/\binvite(?=s?\b)/, 'invitation'],
  // A cluster, and most of what a project has, is in no other place.
  [
    /\bproject cluster (?=.*\b(?:online archive|restore job|rolling index|legacy search index))/,
    '',
  ],
  [
    /\bproject (?=(?:alert|backup|cluster|cloud|custom|data|database|encryption|federated|global|live|log|maintenance|managed|metric|MongoDB|online|private|push|sample|standby|stream)\b)/,
    '',
  ],
]

/** What there can be several of: one is called `a cluster`. */
const countable =
  /\b(?:account|alert|archive|bucket|certificate|checkpoint|cluster|configuration|connection|container|database|deployment|disk|endpoint|entry|event|export|failover|index|instance|integration|invitation|invoice|job|key|limit|link|mapping|migration|namespace|organization|pipeline|policy|process|processor|project|provider|report|role|run|schedule|secret|service|shape|simulation|snapshot|team|token|user|workspace)$/

const withArticle = (title: string): string =>
  title.replace(
    /^(accept|acknowledge|add|authorize|cancel|create|deauthorize|delete|end|get|pause|pin|reject|remove|rename|resume|set|start|stop|toggle|trigger|update|upgrade|validate) (?!(?:an?|the) )(.)/i,
    (_, verb: string, first: string) => `${verb} ${/[aeioA]/.test(first) ? 'an' : 'a'} ${first}`,
  )

/** The words of an operation id as people say them: `createGroupPeer` is `Create a network peering connection`. */
export function titleInWords(operationId: string): string {
  const split = operationId.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
  const words = names
    .reduce(
      (title, [pattern, name]) =>
        title.replace(pattern, (found) => (name === '^' ? found.toUpperCase() : name)),
      split,
    )
    .replace(/ {2,}/g, ' ')
    .trim()
  const title = words.charAt(0).toUpperCase() + words.slice(1)
  return countable.test(title) ? withArticle(title) : title
}
