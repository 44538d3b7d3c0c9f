//! Plots as SVG, small enough to be read as text and legible on light and on dark pages.

/// What a plot shows.
#[derive(Clone, Debug)]
pub struct Plot {
    /// One line above it.
    pub title: String,
    /// What is counted to the right.
    pub across: String,
    /// What is counted upwards.
    pub up: String,
    /// Whether equal steps upwards, and to the right, are equal factors.
    pub logarithmic: Logarithmic,
    /// The lines; later ones beyond the colours repeat them.
    pub curves: Vec<Curve>,
}

/// Which axes are logarithmic.
#[derive(Clone, Copy, Debug, Default)]
pub struct Logarithmic {
    /// The one to the right.
    pub across: bool,
    /// The one upwards.
    pub up: bool,
}

/// A line through points, or one point.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Written where the line ends.
    pub name: String,
    /// In ascending order of the first.
    pub points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 64.0;
/// Room for the names.
const RIGHT: f64 = 220.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 52.0;
/// Names of curves do not come closer to each other than this.
const LINE: f64 = 15.0;

/// Middle tones that are told apart on white and on black, also without red or green.
const COLOURS: [&str; 8] = ["#0a84d8", "#d9730d", "#2e9e5b", "#b455c8", "#c9443c", "#8a8f1c", "#7a869a", "#159aa5"];

const STYLE: &str = "\
text{font:12px system-ui,sans-serif;fill:#57606a}.title{font-size:15px;fill:#1f2328}.grid{stroke:#d0d7de}
@media(prefers-color-scheme:dark){text{fill:#9198a1}.title{fill:#f0f6fc}.grid{stroke:#3d444d}}";

impl Plot {
    /// The plot as the text of an SVG file.
    ///
    /// # Panics
    /// If it has no point.
    pub fn svg(&self) -> String {
        let points = || self.curves.iter().flat_map(|curve| &curve.points);
        let across = Axis::new(points().map(|point| point.0), self.logarithmic.across);
        let up = Axis::new(points().map(|point| point.1), self.logarithmic.up);
        let x = |value| LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
        let y = |value| HEIGHT - BOTTOM - up.place(value) * (HEIGHT - TOP - BOTTOM);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n<text class=\"title\" x=\"{LEFT}\" y=\"20\">{title}</text>\n",
            title = escaped(&self.title)
        );
        for tick in up.ticks() {
            let (at, right) = (y(tick), WIDTH - RIGHT);
            svg += &format!("<path class=\"grid\" d=\"M{LEFT} {at:.1}H{right}\"/>");
            svg += &format!("<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>\n", LEFT - 8.0, at + 4.0);
        }
        let bottom = HEIGHT - BOTTOM;
        for tick in across.ticks() {
            svg +=
                &format!("<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{tick}</text>\n", x(tick), bottom + 18.0);
        }
        svg += &format!("<text x=\"{LEFT}\" y=\"{}\">{}</text>\n", TOP - 8.0, escaped(&self.up));
        let middle = LEFT + (WIDTH - LEFT - RIGHT) / 2.0;
        svg += &format!(
            "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
            HEIGHT - 12.0,
            escaped(&self.across)
        );

        // From the highest end to the lowest, so that a name pushed down pushes only what is below it.
        let mut ends: Vec<(usize, f64, f64)> = Vec::new();
        for (number, curve) in self.curves.iter().enumerate() {
            let colour = COLOURS[number % COLOURS.len()];
            let path: Vec<String> = curve.points.iter().map(|&(a, b)| format!("{:.1} {:.1}", x(a), y(b))).collect();
            svg += &format!("<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>", path.join("L"));
            for &(a, b) in &curve.points {
                svg += &format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"{colour}\"/>", x(a), y(b));
            }
            svg.push('\n');
            ends.extend(curve.points.last().map(|&(a, b)| (number, x(a), y(b))));
        }
        ends.sort_by(|a, b| a.2.total_cmp(&b.2));
        let mut free = f64::MIN;
        for (number, at_x, at_y) in ends {
            free = at_y.max(free + LINE);
            let (colour, name) = (COLOURS[number % COLOURS.len()], escaped(&self.curves[number].name));
            svg += &format!(
                "<text x=\"{:.1}\" y=\"{:.1}\" style=\"fill:{colour}\">{name}</text>\n",
                at_x + 9.0,
                free + 4.0
            );
        }
        svg + "</svg>\n"
    }
}

/// From the least to the most that is shown.
struct Axis {
    from: f64,
    to: f64,
    is_logarithmic: bool,
}

impl Axis {
    fn new(values: impl Iterator<Item = f64> + Clone, is_logarithmic: bool) -> Axis {
        let most = values.clone().reduce(f64::max).expect("a point");
        let least = values.reduce(f64::min).expect("a point");
        let (from, to) = if is_logarithmic {
            (10_f64.powf(least.log10().floor()), 10_f64.powf(most.log10().ceil()))
        } else {
            (0.0, most)
        };
        Axis { from, to, is_logarithmic }
    }

    /// 0 for the least, 1 for the most.
    fn place(&self, value: f64) -> f64 {
        if self.is_logarithmic {
            (value / self.from).log10() / (self.to / self.from).log10()
        } else {
            (value - self.from) / (self.to - self.from)
        }
    }

    /// Round numbers, about six.
    fn ticks(&self) -> Vec<f64> {
        if self.is_logarithmic {
            let powers = (self.from.log10().round() as i32)..=(self.to.log10().round() as i32);
            return powers.map(|power| 10_f64.powi(power)).collect();
        }
        let rough = self.to / 6.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|of| of * power).find(|step| *step >= rough).unwrap_or(rough);
        (0..).map(|number| f64::from(number) * step).take_while(|tick| *tick <= self.to).collect()
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_none_is_beyond_the_most() {
        let ticks = |most, is_logarithmic| Axis::new([1.0, most].into_iter(), is_logarithmic).ticks();
        assert_eq!(ticks(16.0, false), [0.0, 5.0, 10.0, 15.0]);
        assert_eq!(ticks(597.0, false), [0.0, 100.0, 200.0, 300.0, 400.0, 500.0]);
        assert_eq!(ticks(597.0, true), [1.0, 10.0, 100.0, 1000.0]);
    }

    #[test]
    fn a_name_is_written_as_text() {
        let curves = vec![Curve { name: "a < b".into(), points: vec![(1.0, 2.0), (3.0, 4.0)] }];
        let plot = Plot {
            title: "t".into(),
            across: "links".into(),
            up: "µs".into(),
            logarithmic: Logarithmic::default(),
            curves,
        };
        assert!(plot.svg().contains(">a &lt; b</text>"));
    }
}
