import { ROLES } from '#domain/permission';
import { consoleEn } from '../../messages/console-en.ts';

/** The roles that can be given, each with what it means. */
export const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: consoleEn.roleMeans[role] }));
