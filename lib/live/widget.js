// In a notebook: the figure as an anywidget. Its traits are `spec`, `state` and `chosen`.
import { mount } from "./view.js";

export default {
  render({ model, el }) {
    const root = document.createElement("div");
    el.append(root);
    let figure;
    try {
      figure = mount(root, model.get("spec"), {
        state: model.get("state"),
        onState: (state) => {
          model.set("state", state);
          model.save_changes();
        },
        chosen: model.get("chosen"),
        onChoice: (neuron) => {
          model.set("chosen", neuron);
          model.save_changes();
        },
      });
    } catch (error) {
      root.textContent = `This figure cannot be shown: ${error.message}.`;
      return undefined;
    }
    const update = () => figure.setState(model.get("state"));
    const choose = () => model.get("chosen") !== figure.chosen && figure.choose(model.get("chosen"));
    model.on("change:state", update);
    model.on("change:chosen", choose);
    return () => {
      model.off("change:state", update);
      model.off("change:chosen", choose);
      figure.destroy();
    };
  },
};
