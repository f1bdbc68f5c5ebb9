//! Parameters: where they are given, and how their text stands for a JSON value.

/// A parameter of an operation, or a field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// The part of the request that the parameter is given in.
    pub part: Part,
    /// The name in the contract.
    pub name: &'static str,
    /// Whether the request must have it.
    pub required: bool,
    /// Whether the name alone, or an empty value, is allowed (`allowEmptyValue`).
    pub allow_empty: bool,
    /// How the text is made of the value.
    pub style: Style,
    /// The JSON value that the text stands for.
    pub shape: Shape,
}

/// The part of a request that a parameter is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// The `Cookie` header.
    Cookie,
    /// A field of a form in the body.
    Body,
}

/// The serialization of a parameter: `style` and `explode`, or `content`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `simple`, of paths and headers: `a,b`, and `k=v,l=w` for exploded objects.
    Simple {
        /// The contract's `explode`.
        explode: bool,
    },
    /// `label`, of paths: `.a.b`.
    Label {
        /// The contract's `explode`.
        explode: bool,
    },
    /// `matrix`, of paths: `;name=a`.
    Matrix {
        /// The contract's `explode`.
        explode: bool,
    },
    /// `form`, of queries and cookies: `name=a&name=b`, or `name=a,b`.
    Form {
        /// The contract's `explode`.
        explode: bool,
    },
    /// `spaceDelimited`, of queries: `name=a%20b`.
    SpaceDelimited,
    /// `pipeDelimited`, of queries: `name=a|b`.
    PipeDelimited,
    /// `deepObject`, of queries: `name[member]=a`.
    DeepObject,
    /// `content` with a JSON media type: the text is JSON.
    Json,
}

/// The JSON value that a text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A value without members or items, of the first of these kinds that its text allows.
    Scalar(&'static [Scalar]),
    /// A list of values.
    Array(&'static Shape),
    /// Members by name; those that are not listed have the shape of `additional`, or are strings.
    Object {
        /// The members that the contract names.
        properties: &'static [(&'static str, Shape)],
        /// The shape of every other member.
        additional: Option<&'static Shape>,
    },
}

/// The kind of a value without members or items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar {
    /// The word `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A decimal integer without leading zeros or a plus sign.
    Integer,
    /// A number as JSON writes it.
    Number,
    /// Any text.
    String,
}

impl Shape {
    /// A string.
    pub const STRING: Self = Self::Scalar(&[Scalar::String]);
    /// An integer.
    pub const INTEGER: Self = Self::Scalar(&[Scalar::Integer]);
    /// A number.
    pub const NUMBER: Self = Self::Scalar(&[Scalar::Number]);
    /// A boolean.
    pub const BOOLEAN: Self = Self::Scalar(&[Scalar::Boolean]);
}

impl Parameter {
    /// A required path parameter in the default style.
    pub const fn path(name: &'static str, shape: Shape) -> Self {
        Self::new(Part::Path, name, Style::Simple { explode: false }, shape).required()
    }

    /// An optional query parameter in the default style.
    pub const fn query(name: &'static str, shape: Shape) -> Self {
        Self::new(Part::Query, name, Style::Form { explode: true }, shape)
    }

    /// An optional header in the default style.
    pub const fn header(name: &'static str, shape: Shape) -> Self {
        Self::new(Part::Header, name, Style::Simple { explode: false }, shape)
    }

    /// An optional cookie in the default style.
    pub const fn cookie(name: &'static str, shape: Shape) -> Self {
        Self::new(Part::Cookie, name, Style::Form { explode: true }, shape)
    }

    /// An optional field of a form in the default style.
    pub const fn field(name: &'static str, shape: Shape) -> Self {
        Self::new(Part::Body, name, Style::Form { explode: true }, shape)
    }

    const fn new(part: Part, name: &'static str, style: Style, shape: Shape) -> Self {
        Self {
            part,
            name,
            required: false,
            allow_empty: false,
            style,
            shape,
        }
    }

    /// The same parameter, required.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same parameter, which may be empty.
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// The same parameter in another style.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }
}

impl Part {
    /// The word for the part in a violation.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}
