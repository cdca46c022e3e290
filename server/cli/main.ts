import { addAdminCommands } from '#server/cli/commands/admin';
import { addAuditCommands } from '#server/cli/commands/audit';
import { addCatalogCommands } from '#server/cli/commands/catalog';
import { addInstanceCommands } from '#server/cli/commands/instance';
import { addStatusCommands } from '#server/cli/commands/status';
import { addSubscriberCommands } from '#server/cli/commands/subscriber';
import { addTokenCommands } from '#server/cli/commands/token';
import { createProgram, runProgram } from './program.ts';

const program = createProgram('npm run -s candor --', 'Administers a Candor installation.');
addTokenCommands(program);
addStatusCommands(program);
addInstanceCommands(program);
addCatalogCommands(program);
addAdminCommands(program);
addAuditCommands(program);
addSubscriberCommands(program);
await runProgram(program);
