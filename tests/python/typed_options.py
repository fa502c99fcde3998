"""What type checkers must refuse. A comment that ignores no error is one itself, by --strict."""
# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from transformer_viz import VisualizationConfig, sub_figures, visualize

figure = visualize("gpt2", 4, 800, theme="print", direction="right", annotations=False, scale=2)
figure.render(width="84mm", max_layers="all", text="outline", overrides={"metrics.margin": 3})
figure.render(annotations="none", all_heads=True, values=[[0.5, 1.0]], expand=["blocks.0"])
sub_figures(["gpt2", figure], columns=1, width="neurips", font="sans")
VisualizationConfig(max_layers=2, annotations=True, author="Ada")

visualize("gpt2", them="print")  # type: ignore[call-arg]
visualize("gpt2", direction="rihgt")  # type: ignore[arg-type]
visualize("gpt2", crop="yes")  # type: ignore[arg-type]
figure.render(text="svg")  # type: ignore[arg-type]
figure.render(scale="2")  # type: ignore[arg-type]
sub_figures(["gpt2"], colums=2)  # type: ignore[call-arg]
sub_figures(["gpt2"], font="tims")  # type: ignore[arg-type]
VisualizationConfig(direction="down")  # type: ignore[arg-type]
