//! The public surface, as Basedash publishes it.

mod organizations;
