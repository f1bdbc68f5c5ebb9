//! What the store can do: translated into a job for SQLite, or run on a connection to PostgreSQL.

use chrono::{DateTime, Utc};

use super::{
    ApiKey, Backend, Credential, Found, MemberOutcome, OrganizationSummary, Page, Reader, Store,
    StoreError, User, postgres, sqlite,
};
use crate::organization::{Organization, Role};

/// Runs the query of that name on whichever database it is: on SQLite by way of the readers
/// (`self.read`) or the writer (`self.write`, `self.transact`), for which its arguments must be owned.
macro_rules! run {
    ($store:ident.$access:ident, $query:ident($($argument:expr),*)) => {
        match &$store.backend {
            Backend::Sqlite(database) => {
                database
                    .$access(async move |connection: &mut sqlite::Connection| {
                        sqlite::queries::$query(connection, $($argument),*).await
                    })
                    .await
            }
            Backend::Postgres(database) => {
                database
                    .$access(async |connection| {
                        postgres::queries::$query(connection, $($argument),*).await
                    })
                    .await
            }
        }
    };
}

/// Runs the query of that name on the replica, for a reader who misses nothing there of what they wrote;
/// `None` when it has to be run as ever.
macro_rules! ask_replica {
    ($store:ident for $reader:expr, $query:ident($($argument:expr),*)) => {
        match &$store.replica {
            Some(replica) => {
                replica
                    .ask($reader, async |connection: &mut postgres::Shared<'_>| {
                        postgres::queries::$query(connection, $($argument),*).await
                    })
                    .await
            }
            None => None,
        }
    };
}

/// A replica's page, if it is one to rely on: of an organization that has not come as far as the replica, or
/// is just arriving, it could say that nothing follows.
fn certain<O>(page: Option<Option<Page<O>>>, after: Option<&str>) -> Option<Page<O>> {
    page.flatten()
        .filter(|page| after.is_none() || !page.items.is_empty())
}

/// The installation.
impl Store {
    /// Asks the database whether it works; fails as well when it has never been migrated.
    pub async fn ping(&self) -> Result<(), StoreError> {
        run!(self.read, ping())
    }

    /// The value by which the master key is recognised, if one has been set.
    pub async fn key_check(&self) -> Result<Option<Vec<u8>>, StoreError> {
        run!(self.read, key_check())
    }

    /// Sets that value unless there is one: `false` when somebody else was first.
    pub async fn set_key_check_if_absent(&self, key_check: &[u8]) -> Result<bool, StoreError> {
        let key_check = key_check.to_vec();
        run!(self.write, set_key_check_if_absent(&key_check))
    }
}

/// Users and their credentials.
impl Store {
    /// Adds a user: `false` when the id or the e-mail address is taken, the address in whatever case.
    pub async fn create_user(&self, user: User) -> Result<bool, StoreError> {
        run!(self.write, create_user(&user))
    }

    /// The user of that id or e-mail address, in whatever case, deactivated or not.
    pub async fn find_user(&self, id_or_email: &str) -> Result<Option<User>, StoreError> {
        let id_or_email = id_or_email.to_owned();
        run!(self.read, find_user(&id_or_email))
    }

    /// Deactivates a user, once and for all: `false` when there is none of that id.
    pub async fn deactivate_user(&self, id: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let id = id.to_owned();
        run!(self.write, deactivate_user(&id, now))
    }

    /// Adds an API key by its SHA-256 hash: `false` when there is no such user.
    pub async fn create_api_key(&self, key: ApiKey, hash: [u8; 32]) -> Result<bool, StoreError> {
        run!(self.write, create_api_key(&key, &hash))
    }

    /// Every API key, newest first.
    pub async fn list_api_keys(&self) -> Result<Vec<ApiKey>, StoreError> {
        run!(self.read, list_api_keys())
    }

    /// Revokes an API key, once and for all: `false` when there is none of that id.
    pub async fn revoke_api_key(&self, id: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let id = id.to_owned();
        run!(self.write, revoke_api_key(&id, now))
    }

    /// The id of the user whom the credential stands for, if it is neither revoked nor expired and the
    /// user exists and is active.
    pub async fn find_caller(
        &self,
        credential: &Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, StoreError> {
        let credential = credential.clone();
        run!(self.read, find_caller(&credential, now))
    }

    /// As [`find_caller`](Self::find_caller), for a caller who is going to read what a replica may answer.
    pub async fn find_reader(
        &self,
        credential: &Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<Reader>, StoreError> {
        if let (Backend::Postgres(database), Some(_)) = (&self.backend, &self.replica) {
            return database.find_reader(credential, now).await;
        }
        let user_id = self.find_caller(credential, now).await?;
        Ok(user_id.map(|user_id| Reader {
            user_id,
            writes: None,
        }))
    }
}

/// Members, and what they are members of.
impl Store {
    /// Makes the user a member with this role; a membership that exists keeps its id and changes
    /// its role.
    pub async fn set_member(
        &self,
        membership_id: &str,
        organization_id: &str,
        user_id: &str,
        role: Role,
        now: DateTime<Utc>,
    ) -> Result<MemberOutcome, StoreError> {
        let membership_id = membership_id.to_owned();
        let organization_id = organization_id.to_owned();
        let user_id = user_id.to_owned();
        run!(
            self.transact,
            set_member(&membership_id, &organization_id, &user_id, role, now)
        )
    }

    /// A page of the reader's organizations, newest first, at most `limit` of them and only those
    /// older than the organization `after`; `None` when they were never a member of that one.
    pub async fn list_organizations(
        &self,
        reader: &Reader,
        limit: i64,
        after: Option<&str>,
    ) -> Result<Option<Page<Organization>>, StoreError> {
        let page = ask_replica!(self for reader, list_organizations(&reader.user_id, limit, after));
        if let Some(page) = certain(page, after) {
            return Ok(Some(page));
        }
        let user_id = reader.user_id.clone();
        let after = after.map(str::to_owned);
        run!(
            self.read,
            list_organizations(&user_id, limit, after.as_deref())
        )
    }

    /// As [`list_organizations`](Self::list_organizations), but only what tells them apart.
    pub async fn list_organization_summaries(
        &self,
        reader: &Reader,
        limit: i64,
        after: Option<&str>,
    ) -> Result<Option<Page<OrganizationSummary>>, StoreError> {
        let page = ask_replica!(
            self for reader,
            list_organization_summaries(&reader.user_id, limit, after)
        );
        if let Some(page) = certain(page, after) {
            return Ok(Some(page));
        }
        let user_id = reader.user_id.clone();
        let after = after.map(str::to_owned);
        run!(
            self.read,
            list_organization_summaries(&user_id, limit, after.as_deref())
        )
    }

    /// How many organizations the reader is a member of.
    pub async fn count_organizations(&self, reader: &Reader) -> Result<i64, StoreError> {
        let total = ask_replica!(self for reader, count_organizations(&reader.user_id));
        if let Some(total) = total {
            return Ok(total);
        }
        let user_id = reader.user_id.clone();
        run!(self.read, count_organizations(&user_id))
    }
}

/// Organizations themselves. A deleted one is not found.
impl Store {
    /// Adds an organization with its creator as `owner`: `false`, and nothing is written, when
    /// the slug is taken.
    pub async fn create_organization(
        &self,
        organization: &Organization,
        embed_secret: &[u8],
        membership_id: &str,
    ) -> Result<bool, StoreError> {
        let organization = organization.clone();
        let embed_secret = embed_secret.to_vec();
        let membership_id = membership_id.to_owned();
        run!(
            self.transact,
            create_organization(&organization, &embed_secret, &membership_id)
        )
    }

    /// What the caller finds under that id; `None` when the credential is no longer valid
    /// ([`find_caller`](Self::find_caller)).
    pub async fn find_organization(
        &self,
        id: &str,
        credential: &Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<Found>, StoreError> {
        if let Some(found) = self.look_up(id, credential, now).await? {
            return Ok(Some(found));
        }
        let id = id.to_owned();
        let credential = credential.clone();
        run!(self.read, find_organization(&id, &credential, now))
    }

    /// What is found together with what others look for, where that pays; `None` says nothing.
    async fn look_up(
        &self,
        id: &str,
        credential: &Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<Found>, StoreError> {
        match &self.backend {
            Backend::Postgres(database) => database.look_up(id, credential, now).await,
            Backend::Sqlite(_) => Ok(None),
        }
    }

    /// As [`find_organization`](Self::find_organization), but by the replica where there is one: what others
    /// wrote lately may be missing, what the caller wrote is not.
    pub async fn find_organization_on_replica(
        &self,
        id: &str,
        credential: &Credential,
        now: DateTime<Utc>,
    ) -> Result<Option<Found>, StoreError> {
        if self
            .replica
            .as_ref()
            .is_some_and(|replica| !replica.is_paused())
        {
            let Some(reader) = self.find_reader(credential, now).await? else {
                return Ok(None);
            };
            // The credential itself may not have come as far as the replica.
            let user = Credential::User(reader.user_id.clone());
            let found = ask_replica!(self for &reader, find_organization(id, &user, now)).flatten();
            // That there is nothing, or nothing for this caller, is for the primary to say.
            if found.as_ref().is_some_and(|found| found.role.is_some()) {
                return Ok(found);
            }
        }
        self.find_organization(id, credential, now).await
    }

    /// The organization's embed secret, encrypted as it was given; also when the organization has been
    /// deleted since it was found.
    pub async fn find_embed_secret(
        &self,
        organization_id: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let organization_id = organization_id.to_owned();
        run!(self.read, find_embed_secret(&organization_id))
    }

    /// Changes an organization so that no other change is lost, by whichever process.
    ///
    /// `decide` sees what [`find_organization`](Self::find_organization) finds and returns what
    /// the organization becomes, its `version` one higher; `None` leaves it as it is, an error
    /// is handed back. It is asked again when another writer was first, and must refuse a
    /// credential that is not valid and an organization that is not there.
    pub async fn update_organization<D, E>(
        &self,
        id: &str,
        credential: &Credential,
        now: DateTime<Utc>,
        decide: D,
    ) -> Result<Result<Organization, E>, StoreError>
    where
        D: Fn(Option<&Found>) -> Result<Option<Organization>, E> + Send + Sync + 'static,
        E: Send + 'static,
    {
        let found = self.look_up(id, credential, now).await?;
        let id = id.to_owned();
        let credential = credential.clone();
        run!(
            self.write,
            update_organization(&id, &credential, now, found, &decide)
        )
    }

    /// Deletes an organization and takes it out of its members' lists, as
    /// [`update_organization`](Self::update_organization) changes one.
    pub async fn delete_organization<D, E>(
        &self,
        id: &str,
        credential: &Credential,
        now: DateTime<Utc>,
        decide: D,
    ) -> Result<Result<(), E>, StoreError>
    where
        D: Fn(Option<&Found>) -> Result<Option<Organization>, E> + Send + Sync + 'static,
        E: Send + 'static,
    {
        let id = id.to_owned();
        let credential = credential.clone();
        run!(
            self.transact,
            delete_organization(&id, &credential, now, &decide)
        )
    }

    /// Takes back a deletion: `false` when there is no such deleted organization.
    pub async fn restore_organization(&self, id: &str) -> Result<bool, StoreError> {
        let id = id.to_owned();
        run!(self.transact, restore_organization(&id))
    }
}
