//! Preconditions: the versions of a resource to which a request applies.

/// The versions that a request names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Versions {
    /// Every version.
    Any,
    /// These versions.
    OneOf(Vec<i64>),
}

/// The versions to which a request applies; all versions by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Precondition {
    /// The current version must be one of these.
    pub included: Option<Versions>,
    /// The current version must not be one of these.
    pub excluded: Option<Versions>,
}

/// The reason for which a request does not apply to the current version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmet {
    /// The current version is not included.
    NotIncluded,
    /// The current version is excluded.
    Excluded,
}

impl Precondition {
    /// Checks the precondition of a write.
    ///
    /// # Errors
    /// [`Unmet`] if the write does not apply to the version.
    pub fn check(&self, version: i64) -> Result<(), Unmet> {
        match self.is_known(version)? {
            true => Err(Unmet::Excluded),
            false => Ok(()),
        }
    }

    /// Checks the precondition of a read. Returns `true` if the version is excluded, because the caller has it already.
    ///
    /// # Errors
    /// [`Unmet::NotIncluded`].
    pub fn is_known(&self, version: i64) -> Result<bool, Unmet> {
        let names = |versions: &Option<Versions>| Some(versions.as_ref()?.contain(version));
        if names(&self.included) == Some(false) {
            return Err(Unmet::NotIncluded);
        }
        Ok(names(&self.excluded) == Some(true))
    }
}

impl Versions {
    fn contain(&self, version: i64) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(versions) => versions.contains(&version),
        }
    }
}
