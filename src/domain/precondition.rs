//! Preconditions: the versions of a resource that a request is meant for.

/// The versions that a request names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Versions {
    /// Every version.
    Any,
    /// These versions.
    OneOf(Vec<i64>),
}

/// The versions for which a request is meant. Without any, it is meant for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Precondition {
    /// The present version has to be among these.
    pub included: Option<Versions>,
    /// The present version must not be among these.
    pub excluded: Option<Versions>,
}

/// Why a request is not meant for the present version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmet {
    /// The present version is not among those that are included.
    NotIncluded,
    /// The present version is among those that are excluded.
    Excluded,
}

impl Precondition {
    /// Checks a write.
    ///
    /// # Errors
    /// [`Unmet`] where the write is not meant for the version.
    pub fn check(&self, version: i64) -> Result<(), Unmet> {
        match self.is_known(version)? {
            true => Err(Unmet::Excluded),
            false => Ok(()),
        }
    }

    /// Returns `true` if the version is excluded: the caller of a read has it already.
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
