import { ROLES } from '#domain/access/permission';
import { consoleEn } from '#messages/en/console';

/** The roles that can be given, each with what it means. */
export const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: consoleEn.roleMeans[role] }));
