//! The published surfaces, each with a path prefix. Everything else about a surface follows from this module.

/// A published surface: the operations under one path prefix, with one envelope for errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// Basedash's public API.
    Public,
    /// BunShip's API.
    V1,
}

impl Surface {
    /// Every surface, in the order in which documents list them.
    pub const ALL: [Self; 2] = [Self::Public, Self::V1];

    /// The name in documents and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::V1 => "v1",
        }
    }

    /// The prefix of the paths of its operations.
    pub const fn path_prefix(self) -> &'static str {
        match self {
            Self::Public => "/api/public",
            Self::V1 => "/api/v1",
        }
    }

    /// A summary of one line, for its own document.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Public => {
                "The organization API published by Basedash, with `{\"data\": …}` envelopes."
            }
            Self::V1 => "The organization API published by BunShip, with bare objects.",
        }
    }

    /// The surface with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|surface| surface.name() == name)
    }

    /// The surface whose prefix the path has, or v1 for every other path.
    pub fn of_path(path: &str) -> Self {
        let surfaces = Self::ALL.into_iter();
        let mut matching = surfaces.filter(|surface| surface.contains(path));
        matching.next().unwrap_or(Self::V1)
    }

    /// Returns `true` if the path is the prefix or is below it.
    pub fn contains(self, path: &str) -> bool {
        path.strip_prefix(self.path_prefix())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}
