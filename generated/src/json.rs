//! JSON objects as the contract means them: serde alone would also take an array for a struct.

/// Makes a model readable from nothing but a JSON object.
///
/// The model derives its serde code with `remote = "Self"`, that is, as functions of its own; the trait
/// is implemented here on top of them.
macro_rules! object {
    ($model:ident) => {
        impl<'de> serde::Deserialize<'de> for $model {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Object;

                impl<'de> serde::de::Visitor<'de> for Object {
                    type Value = $model;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                        formatter.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        members: A,
                    ) -> Result<$model, A::Error> {
                        $model::deserialize(serde::de::value::MapAccessDeserializer::new(members))
                    }
                }

                deserializer.deserialize_map(Object)
            }
        }

        impl serde::Serialize for $model {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $model::serialize(self, serializer)
            }
        }
    };
}

pub(crate) use object;
