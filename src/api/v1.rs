//! The v1 surface, as BunShip publishes it.

use orgd_api::models::V1Role;

use crate::domain::Role;

mod audit_log;
mod members;
mod organizations;

fn v1_role(role: Role) -> V1Role {
    match role {
        Role::Owner => V1Role::Owner,
        Role::Admin => V1Role::Admin,
        Role::Member => V1Role::Member,
        Role::Viewer => V1Role::Viewer,
    }
}
