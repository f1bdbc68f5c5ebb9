//! The same tests for both databases, and tests for a single database in modules with its name.

mod credentials;
mod database;
mod instance;
mod memberships;
mod only_postgres;
mod only_sqlite;
mod organizations;

/// Defines a test for each case and each database.
macro_rules! on_both_databases {
    ($($module:ident: $($case:ident),+;)+) => {
        mod sqlite {
            $($(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() {
                    let database = super::database::TestDatabase::sqlite();
                    super::$module::$case(&database).await;
                }
            )+)+
        }

        mod postgres {
            $($(
                #[tokio::test(flavor = "multi_thread")]
                #[ignore = "needs PostgreSQL: run tests/run"]
                async fn $case() {
                    let database = super::database::TestDatabase::postgres().await;
                    super::$module::$case(&database).await;
                    database.remove().await;
                }
            )+)+
        }
    };
}

on_both_databases! {
    instance:
        migrations_can_run_at_the_same_time,
        ping_needs_the_schema,
        first_key_check_stays;
    credentials:
        ids_and_addresses_of_users_are_unique,
        deactivation_happens_once,
        key_finds_its_user_while_it_is_valid,
        key_of_a_deactivated_user_finds_nobody,
        key_needs_a_user,
        keys_are_listed_newest_first;
    memberships:
        membership_is_set_and_changed,
        members_need_an_organization_and_a_user,
        pages_follow_each_other,
        deleted_organization_is_still_a_cursor,
        foreign_organization_is_no_cursor;
    organizations:
        every_field_comes_back,
        slug_is_taken_only_once,
        slug_is_given_to_one_of_many,
        update_writes_what_was_decided,
        refused_update_changes_nothing,
        deleted_organization_is_gone_until_restored,
        simultaneous_lookups_find_each_their_own,
        concurrent_updates_all_survive;
}
