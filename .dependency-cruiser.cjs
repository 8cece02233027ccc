/** Directions of imports: what DESIGN calls "one way down". Each rule says what to do instead. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Move what both need into a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-is-the-bottom',
      comment: 'shared holds what two processes must agree on; it imports TypeBox and itself.',
      severity: 'error',
      from: { path: '^shared/src' },
      to: { pathNot: '^shared/src|node_modules/(\\.pnpm/)?typebox' },
    },
    {
      name: 'web-not-server',
      comment: 'The page speaks to the server over the contract only.',
      severity: 'error',
      from: { path: '^web' },
      to: { path: '^server' },
    },
    {
      name: 'server-not-web',
      severity: 'error',
      from: { path: '^server' },
      to: { path: '^web' },
    },
    {
      name: 'web-takes-types-and-rules',
      comment:
        'A contract value pulls the schema library into the page: import types, rules or plain error codes.',
      severity: 'error',
      from: { path: '^web/src' },
      to: {
        path: '^shared/src',
        pathNot: '^shared/src/(rules|dkim-record|contract/errors)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'server-features-are-apart',
      comment: 'What two features need sinks to lib, db or a plugin.',
      severity: 'error',
      from: { path: '^server/src/features/([^/]+)/' },
      to: { path: '^server/src/features/', pathNot: '^server/src/features/$1/' },
    },
    {
      name: 'web-features-are-apart',
      comment: 'What two features need sinks to ui or lib.',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/(features|app)/', pathNot: '^web/src/features/$1/' },
    },
    {
      name: 'web-kit-is-below',
      comment: 'ui and lib know no feature and no shell.',
      severity: 'error',
      from: { path: '^web/src/(ui|lib|words)/' },
      to: { path: '^web/src/(features|app)/' },
    },
    {
      name: 'rooms-below-features',
      comment: 'lib, db, http and layout know no feature.',
      severity: 'error',
      from: { path: '^server/src/(lib|db|http|layout|config)/' },
      to: { path: '^server/src/(features|plugins|agent/(handlers|mailstack|managers))/' },
    },
    {
      name: 'plugins-below-features',
      severity: 'error',
      from: { path: '^server/src/plugins/' },
      to: { path: '^server/src/features/' },
    },
    {
      name: 'only-the-agent-starts-programs',
      comment: 'Root power is a closed list of operations: add one to shared/src/ops.',
      severity: 'error',
      from: { path: '^server/src', pathNot: '^server/src/agent/run\\.ts$' },
      to: { path: '^(node:)?child_process$' },
    },
    {
      name: 'agent-stands-alone',
      comment:
        'Root code imports Fastify, TypeBox, shared ops and the layout, and nothing else from the panel.',
      severity: 'error',
      from: { path: '^server/src/agent/', pathNot: '^server/src/agent/client\\.ts$' },
      to: { path: '^server/src/(features|plugins|db|http|cli)/' },
    },
    {
      name: 'agent-few-dependencies',
      severity: 'error',
      from: { path: '^server/src/agent/', pathNot: '^server/src/agent/client\\.ts$' },
      to: {
        dependencyTypes: ['npm'],
        pathNot: 'node_modules/(\\.pnpm/)?(fastify|typebox)',
      },
    },
    {
      name: 'panel-asks-the-agent',
      comment: 'The panel reaches the agent through its client.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/agent/' },
      to: { path: '^server/src/agent/', pathNot: '^server/src/agent/client\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
    },
  },
}
