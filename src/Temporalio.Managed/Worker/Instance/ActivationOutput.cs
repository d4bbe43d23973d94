using Temporalio.Worker.Activation;

namespace Temporalio.Worker.Instance;

/// <summary>Collects what workflow code wants while it runs.</summary>
internal sealed class ActivationOutput
{
    private List<WorkflowCommand> _commands = [];
    private List<QueryAnswer> _answers = [];
    private bool _running;

    public int CommandCount => _commands.Count;

    /// <summary>The first thing that must fail the task.</summary>
    public Exception? Failure { get; private set; }

    public void Begin()
    {
        _running = true;
        Failure = null;
        _commands = [];
        _answers = [];
    }

    public ActivationResult End(Exception? failure)
    {
        _running = false;
        return new(_commands, _answers, failure);
    }

    public void Add(WorkflowCommand command)
    {
        if (!_running)
        {
            throw new InvalidOperationException("Workflow code is running outside of a workflow task");
        }
        _commands.Add(command);
    }

    public void Add(QueryAnswer answer) => _answers.Add(answer);

    public void Fail(Exception failure) => Failure ??= failure;
}
